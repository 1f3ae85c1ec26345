// `ImageResponse` of next/og and @vercel/og: a Response whose body is an image, drawn when it is read.

import { AsyncResource } from "node:async_hooks";
import { ASSET, type Asset, type RenderContext } from "../asset.ts";
import { imageOf } from "./image.ts";
import { HttpError, isHttpError } from "../error.ts";
import { createFirstTime } from "../first-time.ts";
import { FontError } from "../fonts/error.ts";
import type { Fonts } from "../fonts/fonts.ts";
import { sharedFonts } from "../fonts/shared.ts";
import { asNextOg, type FaceBytes } from "../fonts/with-faces.ts";
import { withNextDefaults } from "../images/next-defaults.ts";
import { expandTreeAsync, type ImageNode } from "../images/tree.ts";

/** Options of next/og. */
export interface ImageResponseOptions {
  /** Default 1200. */
  width?: number;
  /** Default 630. */
  height?: number;
  /** Taken for compatibility: emoji are the ones of the fonts folder (Noto), and nothing is fetched for them. */
  emoji?: "twemoji" | "blobmoji" | "noto" | "openmoji" | "fluent" | "fluentFlat";
  /** Faces before those of the fonts folder; the first is the default family. */
  fonts?: readonly (FaceBytes & { lang?: string })[];
  /** Draws the boxes of all elements. */
  debug?: boolean;
  /** Default 200. */
  status?: number;
  statusText?: string;
  headers?: HeadersInit;
}

/**
 * A PNG of JSX as a Response. In an app of this package it gets an entity tag before it is drawn;
 * anywhere else it is drawn when its body is read.
 *
 * @throws HttpError 400 for a size that is no size or is too large. What goes wrong while it is drawn
 *   is an error of the body's stream.
 * @example
 * export const GET = () => new ImageResponse(<div style={{ display: "flex" }}>Hello</div>, { width: 1200, height: 630 });
 */
export class ImageResponse extends Response {
  readonly #asset: Asset;

  constructor(element: ImageNode, options: ImageResponseOptions = {}) {
    const { status = 200, statusText, headers } = options;
    const asset = assetOf(element, options);
    const stop = new AbortController();
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          controller.enqueue((await asset.render(await standalone(stop.signal))) as Uint8Array);
          controller.close();
        },
        cancel: (reason) => stop.abort(reason),
      },
      // Nothing is drawn before somebody reads.
      { highWaterMark: 0 },
    );
    const given = new Headers(headers);
    if (!given.has("content-type")) given.set("content-type", "image/png");
    super(body, { status, statusText, headers: given });
    this.#asset = asset;
  }

  /** The asset that an app answers by; undefined where only drawing can tell (asynchronous components, mistakes). */
  get [ASSET](): Asset | undefined {
    return hasKey(this.#asset) ? this.#asset : undefined;
  }
}

function hasKey(asset: Asset): boolean {
  try {
    return asset.key !== undefined;
  } catch {
    return false;
  }
}

function assetOf(element: ImageNode, { fonts = [], width, height, debug }: ImageResponseOptions): Asset {
  const size = { width, height, debug, optionalPictures: true };
  const viewport = { width: width ?? 1200, height: height ?? 630 };
  const drawn = (tree: ImageNode) =>
    imageOf(tree, size, (host) => withNextDefaults(host, viewport, fonts.length > 0));
  const asset = drawn(element);
  // Components may ask for the request that the image is made for, though its handler has returned.
  const expand = AsyncResource.bind(() => expandTreeAsync(element));
  const faces = fonts.map(({ name, weight, style, data }) => [name, weight, style, new Uint8Array(data)]);
  return {
    types: ["image/png"],
    get key() {
      return [asset.key, faces];
    },
    exact: true,
    async render(context) {
      const settled = hasKey(asset) ? asset : drawn(await expand());
      const draw = async (library: Fonts) =>
        settled.render({
          ...context,
          type: "image/png",
          fonts: library,
          time: (step) => context.time(step),
          warn: (message) => context.warn(message),
          incomplete: (message) => context.incomplete?.(message),
          own: context.own && ((url) => context.own?.(url, "image/*")),
        });
      const library = facesOf(context.fonts, fonts);
      try {
        return await draw(library);
      } catch (error) {
        if (fonts.length > 0 && !isHttpError(error))
          await blameFonts(error, () => draw(asNextOg(context.fonts, [])));
        throw error;
      }
    },
  };
}

/** @throws HttpError 422 saying what is wrong with a font: bytes come from whoever asked, as pictures do. */
function facesOf(fonts: Fonts, given: readonly FaceBytes[]): Fonts {
  try {
    return asNextOg(fonts, given);
  } catch (error) {
    if (error instanceof FontError) throw new HttpError(422, { reason: error.message, cause: error });
    throw error;
  }
}

/**
 * Layout reads tables that no check knows all demands on: where the same picture is drawn without the fonts, they are
 * at fault.
 * @throws HttpError 422 where that is so.
 */
async function blameFonts(cause: unknown, drawWithout: () => Promise<unknown>): Promise<void> {
  try {
    await drawWithout();
  } catch {
    return;
  }
  throw new HttpError(422, { reason: "A font of the image is broken: it cannot be drawn with.", cause });
}

/** The context that an app would have given the asset. */
async function standalone(signal: AbortSignal): Promise<RenderContext> {
  const warn = (message: string) => {
    if (isFirst(message)) console.warn(`ImageResponse: ${message}`);
  };
  return {
    type: "image/png",
    url: "",
    fonts: await sharedFonts(),
    signal,
    time: () => () => {},
    warn,
    incomplete: warn,
  };
}
const isFirst = createFirstTime();
