// `ImageResponse` of next/og and @vercel/og: a Response whose body is an image, drawn when it is read.

import { ASSET, type Asset, type RenderContext } from "../asset.ts";
import { image } from "../assets/image.ts";
import { sharedFonts } from "../fonts/shared.ts";
import { withFaces, type FaceBytes } from "../fonts/with-faces.ts";
import { expandTreeAsync, type ImageNode } from "./tree.ts";

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

/** Characters that a process has been told of. */
const MAX_WARNED = 1000;

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

  /** What an app answers by; undefined where only drawing can tell (asynchronous components, mistakes). */
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
  const asset = image(element, size);
  const faces = fonts.map(({ name, weight, style, data }) => [name, weight, style, new Uint8Array(data)]);
  return {
    types: ["image/png"],
    get key() {
      return [asset.key, faces];
    },
    async render(context) {
      const settled = hasKey(asset) ? asset : image(await expandTreeAsync(element), size);
      return settled.render({
        ...context,
        type: "image/png",
        fonts: withFaces(context.fonts, fonts),
        time: (step) => context.time(step),
        warn: (message) => context.warn(message),
        incomplete: (message) => context.incomplete?.(message),
      });
    },
  };
}

/** What an app would have told the asset. */
async function standalone(signal: AbortSignal): Promise<RenderContext> {
  const warn = (message: string) => {
    if (warned.size < MAX_WARNED && !warned.has(message)) console.warn(`ImageResponse: ${message}`);
    warned.add(message);
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
const warned = new Set<string>();
