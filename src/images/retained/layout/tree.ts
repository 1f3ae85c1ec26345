// JSX -> a plain tree: components called, fragments and arrays opened, neighbouring texts joined, as satori does.

import type { Viewport } from "./style/lengths.ts";
import { styleOfClasses } from "./style/tailwind/classes.ts";
import { Unknown } from "./unknown.ts";

/** A host element of the template. */
export interface Node {
  type: string;
  props: Record<string, unknown>;
  style: Record<string, unknown>;
  children: (Node | string)[];
}

interface ElementLike {
  type: unknown;
  props: Record<string, unknown> & { children?: unknown };
}

const FRAGMENT = Symbol.for("react.fragment");
const NOTHING: Record<string, unknown> = {};

/** Reads an element, with its classes as style; calls its components, waiting for those that are asynchronous. */
export async function readTree(element: unknown, viewport: Viewport): Promise<Node> {
  const nodes = await readChildren(element, viewport);
  const [node] = nodes;
  if (nodes.length !== 1 || typeof node !== "object") throw new Unknown("the root is not one element");
  return node;
}

async function readChildren(value: unknown, viewport: Viewport): Promise<(Node | string)[]> {
  const children: (Node | string)[] = [];
  await append(value, children, viewport);
  return children;
}

async function append(value: unknown, into: (Node | string)[], viewport: Viewport): Promise<void> {
  if (value === undefined || value === null || typeof value === "boolean") return;
  if (typeof value === "string" || typeof value === "number") {
    const last = into.length - 1;
    if (typeof into[last] === "string") into[last] += String(value);
    else into.push(String(value));
    return;
  }
  if (Array.isArray(value)) {
    for (const one of value) await append(one, into, viewport);
    return;
  }
  if (!isElement(value)) throw new Unknown(`a child of type ${typeof value}`);
  const { type } = value;
  const props = value.props ?? NOTHING;
  if (type === FRAGMENT) return append(props.children, into, viewport);
  if (typeof type === "function") {
    if (type.prototype?.isReactComponent) throw new Unknown("a class component");
    const result: unknown = type(props);
    return append(result instanceof Promise ? await result : result, into, viewport);
  }
  if (typeof type !== "string") throw new Unknown(`an element of type ${String(type)}`);
  into.push({
    type,
    props,
    style: styleOf(props, viewport),
    // The content of an inline SVG is drawn as an image, by satori.
    children: type === "svg" ? [] : await readChildren(props.children, viewport),
  });
}

function styleOf({ style, tw }: ElementLike["props"], viewport: Viewport): Record<string, unknown> {
  const own = style as Record<string, unknown> | undefined;
  return typeof tw === "string" && tw ? styleOfClasses(tw, own, viewport) : (own ?? NOTHING);
}

function isElement(value: unknown): value is ElementLike {
  return typeof value === "object" && value !== null && "type" in value && "props" in value;
}
