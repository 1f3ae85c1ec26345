// The engine takumi, for those who have installed it: their choice, and never a fallback of ours.

import type { Renderer as RendererClass } from "@takumi-rs/core";
import { LRUCache } from "lru-cache";
import { graphemesOf } from "../fonts/shaping/graphemes.ts";
import type { PreparedImage } from "./request.ts";
import { encode } from "./encode.ts";
import type { HostNode } from "./tree.ts";
import type { Typeface } from "./text/typefaces.ts";

interface Takumi {
  Renderer: typeof RendererClass;
  fromJsx: (element: never) => Promise<{ node: unknown; css?: never[] }>;
}

let engine: Promise<Takumi> | undefined;

async function load(): Promise<Takumi> {
  try {
    const [core, helpers] = await Promise.all([import("@takumi-rs/core"), import("@takumi-rs/helpers/jsx")]);
    return { Renderer: core.Renderer, fromJsx: helpers.fromJsx as unknown as Takumi["fromJsx"] };
  } catch (cause) {
    throw new Error(
      'image(…, { engine: "takumi" }) needs takumi: `npm install @takumi-rs/core @takumi-rs/helpers`.',
      { cause },
    );
  }
}

/** A renderer keeps the fonts that it was given, so there is one for each set of faces. */
const renderers = new LRUCache<readonly Typeface[], Promise<RendererClass>>({ max: 8 });

/**
 * Draws by takumi what satori would have drawn.
 *
 * @throws Error saying what to install, when takumi is not there.
 */
export async function renderByTakumi(image: PreparedImage): Promise<Uint8Array | string> {
  const takumi = await (engine ??= load().catch((error) => {
    engine = undefined;
    throw error;
  }));
  const { faces, emoji } = image.typesetting;
  const { node, css } = await takumi.fromJsx(withEmoji(image.tree, emoji) as never);
  let renderer = renderers.get(faces);
  if (!renderer) renderers.set(faces, (renderer = open(takumi, faces)));
  const source = node as Parameters<RendererClass["render"]>[0];
  const size = { width: image.width, height: image.height, css, lang: image.language };
  const type = image.type;
  if (type === "image/svg+xml") return (await renderer).renderSvg(source, { ...size, signal: image.signal });
  const [width, height] = [image.width, image.height].map((side) => Math.round(side * image.pixelDensity));
  const data = await (
    await renderer
  ).render(source, {
    ...size,
    width,
    height,
    format: "raw",
    devicePixelRatio: image.pixelDensity,
    signal: image.signal,
  });
  return encode({ data: premultiply(data), width: width!, height: height! }, { ...image, type });
}

async function open({ Renderer }: Takumi, faces: readonly Typeface[]): Promise<RendererClass> {
  const renderer = new Renderer();
  for (const { name, face } of faces)
    await renderer.registerFont({ name, data: face.data(), weight: face.weight, style: face.style });
  return renderer;
}

/** Emoji as pictures in the line of text. */
function withEmoji(node: HostNode, emoji: Record<string, string>): HostNode {
  if (typeof node === "string") {
    if (!Object.keys(emoji).some((grapheme) => node.includes(grapheme))) return node;
    return Array.from(graphemesOf(node), (segment) => {
      const src = Object.hasOwn(emoji, segment) ? emoji[segment] : undefined;
      const style = { width: "1em", height: "1em", display: "inline" };
      return src === undefined ? segment : { type: "img", props: { src, style } };
    }).reduce<HostNode[]>((parts, part) => {
      if (typeof part === "string" && typeof parts.at(-1) === "string") parts[parts.length - 1] += part;
      else parts.push(part);
      return parts;
    }, []);
  }
  if (Array.isArray(node)) return node.flatMap((child) => withEmoji(child, emoji));
  if (node === undefined || node.type === "svg" || node.type === "style") return node;
  return { type: node.type, props: { ...node.props, children: withEmoji(node.props.children, emoji) } };
}

/** takumi gives colours as they are; the encoder takes them multiplied by alpha, as resvg gives them. */
function premultiply(rgba: Uint8Array): Uint8Array {
  for (let i = 0; i < rgba.length; i += 4) {
    const alpha = rgba[i + 3]!;
    if (alpha === 255) continue;
    for (let c = i; c < i + 3; c++) rgba[c] = Math.round((rgba[c]! * alpha) / 255);
  }
  return rgba;
}
