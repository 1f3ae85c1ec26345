// JSX -> a plain tree: components called, fragments and arrays opened, neighbouring texts joined, as satori does.

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

/** Reads an element; calls its components, waiting for those that are asynchronous. */
export async function readTree(element: unknown): Promise<Node> {
  const nodes = await readChildren(element);
  const [node] = nodes;
  if (nodes.length !== 1 || typeof node !== "object") throw new Unknown("the root is not one element");
  return node;
}

async function readChildren(value: unknown): Promise<(Node | string)[]> {
  const children: (Node | string)[] = [];
  await append(value, children);
  return children;
}

async function append(value: unknown, into: (Node | string)[]): Promise<void> {
  if (value === undefined || value === null || typeof value === "boolean") return;
  if (typeof value === "string" || typeof value === "number") {
    const last = into.length - 1;
    if (typeof into[last] === "string") into[last] += String(value);
    else into.push(String(value));
    return;
  }
  if (Array.isArray(value)) {
    for (const one of value) await append(one, into);
    return;
  }
  if (!isElement(value)) throw new Unknown(`a child of type ${typeof value}`);
  const { type } = value;
  const props = value.props ?? NOTHING;
  if (type === FRAGMENT) return append(props.children, into);
  if (typeof type === "function") {
    if (type.prototype?.isReactComponent) throw new Unknown("a class component");
    const result: unknown = type(props);
    return append(result instanceof Promise ? await result : result, into);
  }
  if (typeof type !== "string") throw new Unknown(`an element of type ${String(type)}`);
  into.push({
    type,
    props,
    style: (props.style as Record<string, unknown> | undefined) ?? NOTHING,
    // The content of an inline SVG is drawn as an image, by satori.
    children: type === "svg" ? [] : await readChildren(props.children),
  });
}

function isElement(value: unknown): value is ElementLike {
  return typeof value === "object" && value !== null && "type" in value && "props" in value;
}
