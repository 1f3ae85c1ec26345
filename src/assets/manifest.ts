// The `manifest` kind: a web app manifest (W3C, application/manifest+json).

import type { Asset } from "../asset.ts";

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

/** Members of the manifest; further ones of the standard are passed on as they are. */
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
  display?: "fullscreen" | "standalone" | "minimal-ui" | "browser";
  /** A CSS colour. */
  theme_color?: string;
  background_color?: string;
  lang?: string;
  dir?: "ltr" | "rtl" | "auto";
  icons?: ManifestIcon[];
  shortcuts?: {
    name: string;
    url: string;
    short_name?: string;
    description?: string;
    icons?: ManifestIcon[];
  }[];
  screenshots?: (ManifestIcon & { form_factor?: "narrow" | "wide"; label?: string })[];
  categories?: string[];
  [member: string]: unknown;
}

const TYPES: Record<string, string> = {
  svg: "image/svg+xml",
  png: "image/png",
  webp: "image/webp",
  jpg: "image/jpeg",
  avif: "image/avif",
  ico: "image/x-icon",
};

/**
 * A web app manifest.
 *
 * @throws TypeError when the name is missing, a size is malformed, or the start page lies outside
 *   the scope: browsers would ignore each without a word.
 *
 * @example
 * export const GET = () => manifest({ name: "Atlas", icons: [{ src: "/icon.svg", sizes: "any" }] });
 */
export function manifest(value: Manifest): Asset {
  if (typeof value.name !== "string" || value.name.trim() === "")
    throw new TypeError("manifest(): `name` is missing.");
  const { start_url = "/", scope = "/" } = value;
  const base = "https://manifest.invalid/";
  if (!new URL(start_url, base).href.startsWith(new URL(scope, base).href))
    throw new TypeError(`manifest(): the start_url ${start_url} lies outside the scope ${scope}.`);
  const members = {
    ...value,
    id: value.id ?? start_url,
    start_url,
    scope,
    icons: value.icons?.map(toIcon),
    screenshots: value.screenshots?.map(toIcon),
  };
  return {
    types: ["application/manifest+json"],
    key: { kind: "manifest", members },
    exact: true,
    render: () => `${JSON.stringify(members, null, 2)}\n`,
  };
}

function toIcon<I extends ManifestIcon>(icon: I): I {
  for (const size of icon.sizes?.split(" ") ?? [])
    if (!/^(?:any|[1-9]\d*x[1-9]\d*)$/i.test(size))
      throw new TypeError(
        `manifest(): the size ${JSON.stringify(size)} of ${icon.src} is neither 192x192 nor any.`,
      );
  const extension = /\.(\w+)(?:[?#]|$)/.exec(icon.src)?.[1]?.toLowerCase() ?? "";
  return { ...icon, type: icon.type ?? TYPES[extension] };
}
