// Pictures inside the picture: bytes, data URIs and remote URLs, all made into data URIs that the
// engines take, once for the same bytes.

import { createHash } from "node:crypto";
import { ImageCache } from "../caches.ts";
import { HttpError, isHttpError } from "../../error.ts";
import { guardedFetch, matches, type GuardOptions } from "../../http/guard.ts";
import { dataUriBytes } from "../../raster/data-uri.ts";
import { rasterFormat } from "../../raster/format.ts";
import { openRaster, readOr422 } from "../../raster/open.ts";
import { cleanSvg } from "../../svg/clean.ts";
import { svgText } from "../../svg/source.ts";
import { LIMITS } from "../limits.ts";
import { LocalPicture } from "./local.ts";
import { dropOffPage } from "./off-page.ts";
import { readOwn, type Own } from "./own.ts";
import { styleUrls } from "./style-urls.ts";
import type { HostElement, HostNode } from "../tree.ts";

/** How remote pictures are fetched. */
export interface SourceOptions extends Pick<GuardOptions, "hosts" | "allowPrivate" | "timeout"> {
  /** Pixels of one picture, and of all pictures in one SVG. Default {@link LIMITS.maxSourcePixels}. */
  maxPixels?: number;
  /**
   * Told of a picture that cannot be fetched, may not be, or is none: its place stays empty. Without it, that is an error.
   */
  leaveOut?(message: string): void;
  /** Asks the app for a URL of its own; undefined for those of others. Without it, all are fetched. */
  own?: Own;
}

/** One transparent pixel. */
const NOTHING =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5CYII=";

/** A picture's longest side beyond which it is made smaller, once: no image shows more of it. */
const MAX_DRAWN_SIDE = 4096;

/** Data URIs by what they came from: 32 MiB of text. */
const known = new ImageCache<string>({
  maxSize: 32 * 1024 * 1024,
  sizeCalculation: (uri) => uri.length,
});
/** Remote pictures are asked for again after 10 minutes. */
const REMOTE_TTL = 10 * 60 * 1000;
const underway = new Map<string, Promise<string>>();

/**
 * The tree with every picture as a data URI.
 *
 * @throws HttpError 400 for a source that may not be fetched, 502 for one that cannot be, 422 for one
 *   that is not a picture, or a `url(…)` that does not close.
 */
export async function resolveSources(
  tree: HostNode,
  signal: AbortSignal,
  options: SourceOptions = {},
): Promise<HostNode> {
  if (!hasSources(tree)) return tree;
  if (Array.isArray(tree)) {
    const nodes = await Promise.all(tree.map((node) => resolveSources(node, signal, options)));
    return nodes;
  }
  if (typeof tree !== "object") return tree;
  const props: HostElement["props"] = {};
  for (const [name, value] of Object.entries(tree.props)) {
    if (name === "children") props.children = await resolveSources(tree.props.children, signal, options);
    else if (name === "style" && isRecord(value)) props.style = await inStyle(value, signal, options);
    else if (isSource(tree.type, name)) props[name] = await toDataUri(value, signal, options);
    else props[name] = value;
  }
  if (tree.type === "style" && typeof props.children === "string")
    props.children = await inCss(props.children, signal, options);
  return { type: tree.type, props };
}

/** Most trees have none, and most branches of those that do: they are passed over without waiting. */
function hasSources(node: HostNode): boolean {
  if (typeof node !== "object") return false;
  if (Array.isArray(node)) return node.some(hasSources);
  const { type, props } = node;
  if (type === "style") return true;
  for (const name in props) if (isSource(type, name)) return true;
  for (const name in props.style) {
    const value = props.style[name];
    if (typeof value === "string" && value.includes("url(")) return true;
  }
  return hasSources(props.children);
}

function isSource(type: string, name: string): boolean {
  if (type === "img" || type === "source") return name === "src";
  return (type === "image" || type === "feImage") && /^(?:href|src|xlinkHref|xlink:href)$/.test(name);
}

async function inStyle(
  style: Record<string, unknown>,
  signal: AbortSignal,
  options: SourceOptions,
): Promise<Record<string, unknown>> {
  let changed: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(style)) {
    if (typeof value !== "string" || !value.includes("url(")) continue;
    changed ??= { ...style };
    changed[name] = await inCss(value, signal, options);
  }
  return changed ?? style;
}

async function inCss(css: string, signal: AbortSignal, options: SourceOptions): Promise<string> {
  const urls = styleUrls(css);
  if (!urls) throw new HttpError(422, { reason: "A url(…) in a style of the image does not close." });
  let out = "";
  let at = 0;
  for (const { start, end, target } of urls) {
    out += css.slice(at, start);
    out += target.startsWith("#")
      ? css.slice(start, end)
      : `url("${await toDataUri(target, signal, options)}")`;
    at = end;
  }
  return out + css.slice(at);
}

async function toDataUri(source: unknown, signal: AbortSignal, options: SourceOptions): Promise<string> {
  try {
    return await dataUriOf(source, signal, options);
  } catch (error) {
    return leftOut(error, source, options);
  }
}

async function dataUriOf(source: unknown, signal: AbortSignal, options: SourceOptions): Promise<string> {
  if (source instanceof ArrayBuffer) return fromBytes(new Uint8Array(source), false, options);
  if (source instanceof LocalPicture) return fromBytes(source.bytes, true, options);
  if (ArrayBuffer.isView(source))
    return fromBytes(new Uint8Array(source.buffer, source.byteOffset, source.byteLength), false, options);
  const text = source instanceof URL ? source.href : typeof source === "string" ? source.trim() : "";
  if (/^data:/i.test(text)) return fromBytes(dataUriBytes(text), false, options);
  if (/^https?:/i.test(text)) return fromRemote(text, signal, options);
  throw new HttpError(422, {
    reason:
      "A picture's source must be an http(s) or data URL, bytes, or new URL('./file.png', import.meta.url).",
  });
}

async function fromRemote(address: string, signal: AbortSignal, options: SourceOptions): Promise<string> {
  const { hosts, own } = options;
  // A list of hosts is for the app's own, too: what it has may be guarded by a server in front of it.
  const isListed = (url: URL) => !hosts || hosts.some((pattern) => matches(pattern, url.hostname));
  const url = await readOwn(address, own && ((asked) => (isListed(asked) ? own(asked) : undefined)));
  if (typeof url !== "string") return fromBytes(url, false, options);
  const key = `remote ${options.allowPrivate ?? false} ${options.maxPixels ?? ""} ${options.hosts?.join() ?? "*"} ${url}`;
  const found = known.get(key);
  if (found) return found;
  // Everyone who waits for the same picture waits for one fetch, which no single one of them may stop.
  let pending = underway.get(key);
  if (!pending) {
    pending = guardedFetch(url, { ...options, maxBytes: LIMITS.maxSourceBytes, accept: "image/*" })
      .then(({ bytes }) => fromBytes(bytes, false, options))
      .then((uri) => {
        known.set(key, uri, { ttl: REMOTE_TTL });
        return uri;
      })
      .finally(() => underway.delete(key));
    underway.set(key, pending);
    pending.catch(() => {});
  }
  return abortable(pending, signal);
}

/** @throws what it is given, unless it is about the picture and pictures may be left out. */
function leftOut(error: unknown, source: unknown, { leaveOut }: SourceOptions): string {
  if (!leaveOut || !isHttpError(error)) throw error;
  const name =
    typeof source === "string" || source instanceof URL ? String(source).slice(0, MAX_NAME) : "of bytes";
  leaveOut(`The picture ${name} was left out. ${error.message}`);
  return NOTHING;
}

/** Characters of an address in a message. */
const MAX_NAME = 200;

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Pixels that a picture may have, or all pictures in one SVG. */
interface Budget {
  pixels: number;
}

async function fromBytes(bytes: Uint8Array, trusted: boolean, { maxPixels }: SourceOptions): Promise<string> {
  if (bytes.length > LIMITS.maxSourceBytes)
    throw new HttpError(422, { reason: `A picture in the image has over ${LIMITS.maxSourceBytes} bytes.` });
  const budget = { pixels: maxPixels ?? LIMITS.maxSourcePixels };
  const key = `bytes ${trusted} ${createHash("sha256").update(bytes).digest("base64url")}`;
  const found = known.get(key);
  if (found) return found;
  const uri = rasterFormat(bytes) ? await rasterUri(bytes, budget) : await svgUri(bytes, trusted, budget);
  known.set(key, uri);
  return uri;
}

async function svgUri(bytes: Uint8Array, trusted: boolean, budget: Budget): Promise<string> {
  const text = svgText(bytes, LIMITS.maxSourceBytes);
  if (text === undefined)
    throw new HttpError(422, {
      reason:
        "A picture in the image is of no known format: PNG, JPEG, WebP, AVIF, GIF, TIFF, ICO and SVG are read.",
    });
  const svg = trusted ? text : await cleanSvg(text, (uri) => rasterUri(dataUriBytes(uri), budget));
  return `data:image/svg+xml;base64,${Buffer.from(dropOffPage(svg, trusted)).toString("base64")}`;
}

async function rasterUri(bytes: Uint8Array, budget: Budget): Promise<string> {
  const { format, width, height, orientation, decode } = await openRaster(bytes, budget.pixels);
  budget.pixels -= width * height;
  const large = Math.max(width, height) > MAX_DRAWN_SIDE;
  // PNG and upright JPEG go in as they are: the reference draws the same bytes.
  if ((format === "png" || (format === "jpeg" && orientation === 1)) && !large) {
    await readOr422(() => decode().stats());
    return `data:image/${format};base64,${Buffer.from(bytes).toString("base64")}`;
  }
  const upright = decode().rotate();
  if (large) upright.resize({ width: MAX_DRAWN_SIDE, height: MAX_DRAWN_SIDE, fit: "inside" });
  const png = await readOr422(() => upright.png({ compressionLevel: 3 }).toBuffer());
  return `data:image/png;base64,${png.toString("base64")}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
