// Images from JSX: PNG, JPEG, WebP, AVIF or SVG, by the URL's extension.

import { AsyncResource } from "node:async_hooks";
import { createHash } from "node:crypto";
import type { Asset, RenderContext } from "../asset.ts";
import { HttpError } from "../error.ts";
import type { ImageEngine } from "../images/request.ts";
import type { ImageType } from "../images/encode.ts";
import { checkSize } from "../images/limits.ts";
import { expandTree, serializeTree, type HostNode, type ImageNode } from "../images/tree.ts";

/** How an image is made. */
export interface ImageOptions {
  /** Width in CSS pixels. Default 1200. */
  width?: number;
  /** Height in CSS pixels. Default 630. */
  height?: number;
  /** Device pixels for one CSS pixel, 0.1 to 8. Default 1. */
  pixelDensity?: number;
  /** 1–100. Default 82 for JPEG, 80 for WebP, 60 for AVIF. */
  quality?: number;
  /** PNG of at most this many colours (2–256), or 256 for `true`: smaller, and no longer exact. */
  palette?: boolean | number;
  /** Family for text that names none. Default: the first of the fonts folder. */
  fontFamily?: string;
  /** BCP 47 language of the text: it chooses between Chinese and Japanese forms. `lang` on an element wins. */
  language?: string;
  /**
   * Stands for the content in the ETag. By default the whole tree does, which is exact; give a
   * revision where a picture that is fetched from elsewhere changes under the same URL.
   */
  version?: string | number | Date;
  /** Which pictures of the web may be fetched: hosts such as `cdn.example.com`, `*.example.com`. Default: public ones. */
  hosts?: readonly string[];
  /** Lets pictures be fetched from private addresses too. Default false. */
  allowPrivate?: boolean;
  /**
   * Leaves a picture out that cannot be had (an address that does not answer or may not be asked, an unknown format),
   * and lets nobody keep the image that lacks it. Default false: that is a 502, 400 or 422.
   */
  optionalPictures?: boolean;
  /**
   * Pixels of one picture in the image, and of all pictures inside of one SVG together. Default 25,000,000; a larger
   * one is a 422.
   */
  maxPicturePixels?: number;
  /**
   * `box-sizing` of the elements that say none of their own. Default `border-box`: `width` and `height` hold padding
   * and border, as every CSS reset has it; `content-box` adds them.
   */
  boxSizing?: "border-box" | "content-box";
  /** Draws the boxes of all elements. */
  debug?: boolean;
  /** `takumi` draws with the package `@takumi-rs/core`, which must be installed. Default `satori`. */
  engine?: ImageEngine;
}

/** An image, which can also tell how it would be made. */
export interface ImageAsset extends Asset {
  /**
   * The path on which it would be made: `layout` and `drawing` use what earlier pictures of the
   * template left, `general` does not; and what in the template is the reason.
   */
  explain(context: RenderContext): Promise<{ path: "layout" | "drawing" | "general"; reason?: string }>;
}

const TYPES = [
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/avif",
  "image/svg+xml",
] as const satisfies readonly ImageType[];

/** Above these a platform shows no preview. */
const PLATFORMS = [
  { name: "WhatsApp", bytes: 300_000 },
  { name: "X", bytes: 5_000_000 },
  { name: "Facebook", bytes: 8_000_000 },
];

/**
 * An image of JSX: flex boxes, text in every script, gradients, pictures, `tw` classes.
 *
 * Components are run once, when the key or the bytes are first asked for, so they must be pure
 * functions of their props; what they closed over is in the key.
 *
 * @throws HttpError 400 for a size that is no size or is too large.
 * @example
 * // routes/og/[slug].[ext(png|jpg|webp)].tsx
 * export async function GET({ params }: RouteEvent) {
 *   const post = await posts.find(params.slug);
 *   if (!post) throw notFound();
 *   return image(<PostCard title={post.title} />);
 * }
 */
export function image(element: ImageNode, options: ImageOptions = {}): ImageAsset {
  return imageOf(element, options);
}

/**
 * The same of a tree that is changed once its components were run.
 * @param change makes of the tree what is drawn
 */
export function imageOf(
  element: ImageNode,
  options: ImageOptions,
  change: (tree: HostNode) => HostNode = (tree) => tree,
): ImageAsset {
  const { width = 1200, height = 630, pixelDensity = 1, quality, palette, boxSizing } = options;
  checkSize(width, height, pixelDensity);
  if (quality !== undefined && !(Number.isInteger(quality) && quality >= 1 && quality <= 100))
    throw new HttpError(400, { reason: `The image's quality must be 1 to 100, not ${String(quality)}.` });
  if (typeof palette === "number" && !(Number.isInteger(palette) && palette >= 2 && palette <= 256))
    throw new HttpError(400, { reason: `The image's palette must have 2 to 256 colours, not ${palette}.` });

  if (boxSizing !== undefined && boxSizing !== "border-box" && boxSizing !== "content-box")
    throw new TypeError(`boxSizing must be "border-box" or "content-box", not ${JSON.stringify(boxSizing)}.`);

  let tree: { host: HostNode } | undefined;
  // Components may ask for the request that the image is made for, though its handler has returned.
  const expand = AsyncResource.bind(() => change(expandTree(element)));
  const expanded = () => (tree ??= { host: expand() }).host;
  const request = (context: RenderContext) => ({
    tree: expanded(),
    width,
    height,
    pixelDensity,
    type: context.type as ImageType,
    quality,
    palette,
    fonts: context.fonts,
    defaultFamily: options.fontFamily,
    language: options.language,
    boxSizing: options.boxSizing,
    debug: options.debug,
    engine: options.engine,
    sources: {
      hosts: options.hosts,
      allowPrivate: options.allowPrivate,
      maxPixels: options.maxPicturePixels,
      own: context.own && ((url: URL) => context.own?.(url, "image/*")),
      leaveOut: options.optionalPictures ? (message: string) => context.incomplete?.(message) : undefined,
    },
    signal: context.signal,
    time: (step: string) => context.time(step),
    warn: (message: string) => context.warn(message),
  });
  const settings = [width, height, pixelDensity, quality, palette, options.fontFamily, options.language];
  return {
    types: TYPES,
    get key() {
      // Also where a version stands for it: what components read of the request is known before the bytes are.
      const host = expanded();
      const content = options.version ?? serializeTree(host, digest);
      return ["image", content, ...settings, options.boxSizing, options.debug, options.engine];
    },
    exact: options.version === undefined,
    async render(context) {
      const { renderImage } = await import("../images/engine.ts");
      const body = await renderImage(request(context));
      if (width === 1200 && height === 630) warnOfSize(body.length, context.warn.bind(context));
      return body;
    },
    async explain(context) {
      const { explainImage } = await import("../images/engine.ts");
      return explainImage(request(context));
    },
  };
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64url");
}

function warnOfSize(bytes: number, warn: (message: string) => void): void {
  const refusing = PLATFORMS.findLast((platform) => bytes > platform.bytes);
  if (!refusing) return;
  warn(
    `A social image has over ${refusing.bytes / 1000} KB, for which ${refusing.name} shows no preview: ` +
      "link to its .jpg or .webp, or set `palette: true`.",
  );
}
