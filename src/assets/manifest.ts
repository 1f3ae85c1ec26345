// The `manifest` kind: a web app manifest (W3C, application/manifest+json).

import type { Asset } from "../asset.ts";
import { unknownName } from "../did-you-mean.ts";
import { typeOfExtension } from "../http/types.ts";
import { present, withoutNull, type Members, type Nullable } from "./text/input.ts";

const DISPLAYS = [
  "fullscreen",
  "standalone",
  "minimal-ui",
  "browser",
  "window-controls-overlay",
  "tabbed",
  "borderless",
  "picture-in-picture",
] as const;
const ORIENTATIONS = [
  "any",
  "natural",
  "landscape",
  "landscape-primary",
  "landscape-secondary",
  "portrait",
  "portrait-primary",
  "portrait-secondary",
] as const;
const PURPOSES = ["any", "maskable", "monochrome"];

/** An image resource of the manifest (W3C Web App Manifest, Image Resource). */
export interface ManifestIcon {
  /** Path or URL. */
  src: string;
  /** `192x192`, several with spaces between, or `any` for SVG. */
  sizes?: string;
  /** Media type. Default: by the extension. */
  type?: string;
  /** `any`, `maskable`, `monochrome`, or several with spaces between. */
  purpose?: string;
}

/** A picture of the app in use, for the page that asks to install it. */
export interface ManifestScreenshot extends Omit<ManifestIcon, "purpose"> {
  form_factor?: "narrow" | "wide";
  label?: string;
  platform?: string;
}

/** An entry of the app's menu. */
export interface ManifestShortcut {
  name: string;
  url: string;
  short_name?: string;
  description?: string;
  icons?: readonly Nullable<ManifestIcon>[];
}

/** Members of the manifest. URLs are resolved against the manifest's own, as browsers do. */
export interface Manifest {
  name: string;
  /** Up to about 12 characters, for under an icon. */
  short_name?: string;
  description?: string;
  /** Default `/`. */
  start_url?: string;
  /** Default `/`. */
  scope?: string;
  /** Identifies the app, also after `start_url` has changed. Default: `start_url`. */
  id?: string;
  display?: (typeof DISPLAYS)[number];
  display_override?: readonly (typeof DISPLAYS)[number][];
  orientation?: (typeof ORIENTATIONS)[number];
  /** A CSS colour. */
  theme_color?: string;
  background_color?: string;
  lang?: string;
  dir?: "ltr" | "rtl" | "auto";
  icons?: readonly Nullable<ManifestIcon>[];
  shortcuts?: readonly Nullable<ManifestShortcut>[];
  screenshots?: readonly Nullable<ManifestScreenshot>[];
  categories?: readonly string[];
  iarc_rating_id?: string;
  related_applications?: readonly object[];
  prefer_related_applications?: boolean;
  /** Members of other specifications are passed on as they are. */
  edge_side_panel?: object;
  file_handlers?: readonly object[];
  handle_links?: string;
  launch_handler?: object;
  note_taking?: object;
  protocol_handlers?: readonly object[];
  scope_extensions?: readonly object[];
  serviceworker?: object;
  share_target?: object;
  tab_strip?: object;
  widgets?: readonly object[];
}

const MANIFEST: Members<Manifest> = {
  name: true,
  short_name: true,
  description: true,
  start_url: true,
  scope: true,
  id: true,
  display: true,
  display_override: true,
  orientation: true,
  theme_color: true,
  background_color: true,
  lang: true,
  dir: true,
  icons: true,
  shortcuts: true,
  screenshots: true,
  categories: true,
  iarc_rating_id: true,
  related_applications: true,
  prefer_related_applications: true,
  edge_side_panel: true,
  file_handlers: true,
  handle_links: true,
  launch_handler: true,
  note_taking: true,
  protocol_handlers: true,
  scope_extensions: true,
  serviceworker: true,
  share_target: true,
  tab_strip: true,
  widgets: true,
};
const ICON: Members<ManifestIcon> = { src: true, sizes: true, type: true, purpose: true };
const SCREENSHOT: Members<ManifestScreenshot> = {
  src: true,
  sizes: true,
  type: true,
  form_factor: true,
  label: true,
  platform: true,
};
const SHORTCUT: Members<ManifestShortcut> = {
  name: true,
  url: true,
  short_name: true,
  description: true,
  icons: true,
};

/**
 * A web app manifest.
 *
 * @throws TypeError when the name is missing, a member is not known, a size, a colour or a keyword is
 *   malformed, or (when rendered) a page lies outside the scope: browsers would ignore each without a word.
 *
 * @example
 * export const GET = () => manifest({ name: "Atlas", icons: [{ src: "/icon.svg", sizes: "any" }] });
 */
export function manifest(value: Nullable<Manifest>): Asset {
  const given = present<Manifest>("manifest()", value, MANIFEST);
  named(given.name, "`name`");
  oneOf(given.display, DISPLAYS, "display");
  for (const display of given.display_override ?? []) oneOf(display, DISPLAYS, "display_override");
  oneOf(given.orientation, ORIENTATIONS, "orientation");
  oneOf(given.dir, ["ltr", "rtl", "auto"], "dir");
  const { start_url = "/", scope = "/" } = given;
  const members = {
    ...given,
    id: given.id ?? start_url,
    start_url,
    scope,
    icons: given.icons?.map((icon) => toIcon(present("manifest(): an icon", icon, ICON))),
    screenshots: given.screenshots?.map((one) => {
      const screenshot = present<ManifestScreenshot>("manifest(): a screenshot", one, SCREENSHOT);
      oneOf(screenshot.form_factor, ["narrow", "wide"], "form_factor");
      return toIcon(screenshot);
    }),
    shortcuts: given.shortcuts?.map((one) => {
      const shortcut = present<ManifestShortcut>("manifest(): a shortcut", one, SHORTCUT);
      named(shortcut.name, "the `name` of a shortcut");
      named(shortcut.url, "the `url` of a shortcut");
      const icons = shortcut.icons?.map((icon) => toIcon(present("manifest(): an icon", icon, ICON)));
      return withoutNull({ ...shortcut, icons });
    }),
  };
  return {
    types: ["application/manifest+json"],
    key: { kind: "manifest", members },
    exact: true,
    async render({ url }) {
      await checkColors(members);
      const within = new URL(scope, url).href;
      for (const path of [start_url, ...(members.shortcuts ?? []).map((shortcut) => shortcut.url)])
        if (!URL.canParse(path, url) || !new URL(path, url).href.startsWith(within))
          throw new TypeError(
            `manifest(): ${path} lies outside the scope ${scope}, which is ${within} here.`,
          );
      return `${JSON.stringify(members, null, 2)}\n`;
    },
  };
}

async function checkColors({ theme_color, background_color }: Manifest): Promise<void> {
  if (theme_color === undefined && background_color === undefined) return;
  const { parseCssColor } = await import("../svg/color.ts");
  for (const color of [theme_color, background_color])
    if (color !== undefined && !parseCssColor(color))
      throw new TypeError(`manifest(): ${JSON.stringify(color)} is not a colour.`);
}

function toIcon<I extends Omit<ManifestIcon, "purpose"> & { purpose?: string }>(icon: I): I {
  named(icon.src, "the `src` of a picture");
  for (const size of wordsOf(icon.sizes))
    if (!/^(?:any|[1-9]\d*x[1-9]\d*)$/i.test(size))
      throw new TypeError(
        `manifest(): the size ${JSON.stringify(size)} of ${icon.src} is neither 192x192 nor any.`,
      );
  for (const purpose of wordsOf(icon.purpose)) oneOf(purpose, PURPOSES, "purpose");
  const extension = /\.(\w+)(?:[?#]|$)/.exec(icon.src)?.[1]?.toLowerCase() ?? "";
  const type = typeOfExtension(extension);
  return { ...icon, type: icon.type ?? (type?.startsWith("image/") ? type : undefined) };
}

const wordsOf = (text: string | undefined): string[] =>
  text?.split(/\s+/).filter((word) => word !== "") ?? [];

function oneOf(value: string | undefined, known: readonly string[], member: string): void {
  if (value !== undefined && !known.includes(value))
    throw new TypeError(`manifest(): ${member}: ${unknownName(String(value), known)}`);
}

function named(text: unknown, what: string): void {
  if (typeof text !== "string" || text.trim() === "") throw new TypeError(`manifest(): ${what} is missing.`);
}
