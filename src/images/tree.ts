// Templates -> a tree of host elements and text. Components are run here, once: what they captured is
// in the tree afterwards, so the tree says everything that the picture depends on.

import { isFileUrl, LocalPicture, readProjectFile } from "./sources/local.ts";
import { toSatoriLocale } from "./text/locale.ts";
import { checkStyle, checkText } from "./style-limits.ts";
import { LIMITS, TreeBudget, type ImageLimits } from "./limits.ts";

/** An element of the tree: `div`, `img`, `svg`, … */
export interface HostElement {
  type: string;
  props: HostProps;
}
export interface HostProps {
  children?: HostNode;
  style?: Record<string, unknown>;
  [name: string]: unknown;
}
export type HostNode = HostElement | string | HostNode[] | undefined;

/** JSX of this package, of React, or of satori/jsx. */
export type ImageNode = unknown;

interface ElementLike {
  $$typeof?: unknown;
  constructor?: unknown;
  type: unknown;
  props?: Record<string, unknown> | null;
}

const MEMO = Symbol.for("react.memo");
const FORWARD_REF = Symbol.for("react.forward_ref");
/** Elements that only group: fragments, strict mode, suspense, profiler. */
const GROUPS = new Set(
  ["react.fragment", "react.strict_mode", "react.suspense", "react.profiler"].map(Symbol.for),
);
const CONTEXTS = new Set(["react.context", "react.provider", "react.consumer"].map(Symbol.for));

/**
 * Runs the components of a template.
 *
 * @throws TypeError naming the component, for one that is asynchronous, a class, or uses hooks.
 * @throws HttpError 422 when the tree is larger than the limits allow.
 */
export function expandTree(node: ImageNode, limits: ImageLimits = LIMITS): HostNode {
  return new Expansion(limits).node(node, 0);
}

/**
 * The same for templates with asynchronous components, which are run side by side.
 *
 * @throws TypeError and HttpError as {@link expandTree} does.
 */
export async function expandTreeAsync(node: ImageNode, limits: ImageLimits = LIMITS): Promise<HostNode> {
  return expandTree(await settleComponents(node), limits);
}

class Expansion {
  readonly #budget: TreeBudget;
  /** True inside of an element of JSX. */
  #inJsx = false;
  constructor(limits: ImageLimits) {
    this.#budget = new TreeBudget(limits);
  }

  node(node: ImageNode, depth: number): HostNode {
    if (node === null || node === undefined || typeof node === "boolean") return undefined;
    if (typeof node === "string" || typeof node === "number" || typeof node === "bigint") {
      const text = String(node).toWellFormed();
      this.#budget.text(text);
      return text;
    }
    if (isIterable(node)) {
      const nodes: HostNode[] = [];
      this.#budget.depth(depth);
      for (const child of node) {
        const host = this.node(child, depth + 1);
        if (host !== undefined) nodes.push(host);
      }
      return nodes;
    }
    if (!isElement(node))
      throw new TypeError(`An image's tree has ${describe(node)} in place of an element.`);
    if (this.#inJsx && !isMade(node) && !byHand.has(node)) throw notMade();
    this.#budget.element(depth);
    return this.#inside(isMade(node), () => this.#element(node, depth));
  }

  /** @param inJsx whether plain objects are refused in it */
  #inside(inJsx: boolean, work: () => HostNode): HostNode {
    const around = this.#inJsx;
    this.#inJsx = inJsx;
    try {
      return work();
    } finally {
      this.#inJsx = around;
    }
  }

  #element({ type, props }: ElementLike, depth: number): HostNode {
    if (typeof type === "string") return { type, props: this.#props(props ?? {}, depth) };
    if (typeof type === "symbol" && GROUPS.has(type)) return this.node(props?.children, depth + 1);
    const made = run(type, props ?? {});
    // Plain objects that a component builds are trusted; those that it only passes on (data) are not.
    return made === props?.children
      ? this.node(made, depth + 1)
      : this.#inside(false, () => this.node(made, depth + 1));
  }

  #props(props: Record<string, unknown>, depth: number): HostProps {
    const host: HostProps = {};
    for (const [name, value] of Object.entries(props)) {
      // Event handlers have no effect in a picture.
      if (typeof value === "function" || typeof value === "symbol" || value === undefined || name === "ref")
        continue;
      if (name === "style" && isRecord(value)) checkStyle(value);
      else if ((name === "tw" || name === "className") && typeof value === "string") checkText(name, value);
      if (isFileUrl(value)) host[name] = new LocalPicture(readProjectFile(value));
      else if (name === "lang" && typeof value === "string") host.lang = toSatoriLocale(value);
      else if (name === "children") host.children = this.node(value, depth + 1);
      else if (name !== "dangerouslySetInnerHTML") host[name] = value;
      else if (isRecord(value)) host.children = this.node(value.__html, depth + 1);
    }
    return host;
  }
}

/** Runs one component: a function, `memo` or `forwardRef`. */
function run(type: unknown, props: Record<string, unknown>): unknown {
  const component = unwrap(type);
  if (typeof component !== "function") {
    if (isRecord(component) && CONTEXTS.has(component.$$typeof as symbol)) return props.children;
    throw new TypeError(
      `An image's tree has an element of ${describe(type)}; give a function or a tag name.`,
    );
  }
  const name = component.name || "a component";
  if (component.prototype && "isReactComponent" in component.prototype)
    throw new TypeError(`<${name}> is a class component; images take functions.`);
  let node: unknown;
  try {
    node = (component as (props: unknown) => unknown)(props);
  } catch (cause) {
    if (cause instanceof TypeError && /reading 'use[A-Z]/.test(cause.message))
      throw new TypeError(`<${name}> uses a hook; a template is a pure function of its props.`, { cause });
    throw cause;
  }
  if (isThenable(node)) {
    // The promise is dropped: its rejection must not end the process.
    node.then(undefined, () => {});
    throw new TypeError(`<${name}> is asynchronous. Load data in the route and pass it to the template.`);
  }
  return node;
}

function unwrap(type: unknown): unknown {
  let inner = type;
  while (isRecord(inner)) {
    if (inner.$$typeof === MEMO) inner = inner.type;
    else if (inner.$$typeof === FORWARD_REF) inner = inner.render;
    else break;
  }
  return inner;
}

/** Runs components, waiting for each; host elements keep what their children became. */
async function settleComponents(node: ImageNode, depth = 0): Promise<ImageNode> {
  const settled = await node;
  if (typeof settled !== "object" || settled === null || depth > 4 * LIMITS.maxDepth) return settled;
  if (isIterable(settled))
    return Promise.all([...settled].map((child) => settleComponents(child, depth + 1)));
  if (!isElement(settled)) return settled;
  const { type, props } = settled;
  const component = unwrap(type);
  if (typeof component === "function" && !("isReactComponent" in (component.prototype ?? {}))) {
    const made = await (component as (props: unknown) => unknown)(props ?? {});
    const whole = await settleComponents(made, depth + 1);
    if (!isElement(whole) || isMade(whole)) return whole;
    if (isMade(settled) && made === props?.children) throw notMade();
    byHand.add(whole);
    return whole;
  }
  if (!props || props.children === undefined) return settled;
  return {
    ...settled,
    type,
    props: { ...props, children: await settleComponents(props.children, depth + 1) },
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const isElement = (value: unknown): value is ElementLike => isRecord(value) && "type" in value;
/**
 * Made by a JSX runtime: of ours or React's, which brand elements with a symbol, or of Preact's, with a `constructor`
 * that is undefined. JSON can say neither. Trees of plain objects (satori's own form) hold for themselves.
 */
const isMade = (element: ElementLike): boolean =>
  typeof element.$$typeof === "symbol" ||
  (Object.hasOwn(element, "constructor") && element.constructor === undefined);

/** Trees of plain objects that a component has returned. */
const byHand = new WeakSet<object>();

const notMade = () =>
  new TypeError(
    "An image's tree has an object { type, props } inside of JSX that no JSX has made. Where a text was meant, " +
      "it came as an object, perhaps from a request; check it, or write String(…).",
  );

const isIterable = (value: unknown): value is Iterable<unknown> =>
  isRecord(value) && Symbol.iterator in value;
const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  isRecord(value) && typeof value.then === "function";

function describe(value: unknown): string {
  if (value === undefined) return "`undefined` (is the import right?)";
  if (isRecord(value) && "then" in value) return "a promise";
  if (isRecord(value))
    return `an object with ${Object.keys(value).slice(0, 3).join(", ") || "no properties"}`;
  return `a ${typeof value}`;
}

/**
 * The tree as text: equal trees give equal text, and bytes are in it by their digest.
 * It is made for hashing, and cannot be read back.
 */
export function serializeTree(tree: HostNode, digest: (bytes: Uint8Array) => string): string {
  return JSON.stringify(tree ?? null, function (this: Record<string, unknown>, name, given: unknown) {
    // Buffers turn themselves into lists of numbers before they get here.
    const value = typeof given === "object" && given !== null ? this[name] : given;
    if (value instanceof LocalPicture) return { local: digest(value.bytes) };
    if (value instanceof ArrayBuffer) return { bytes: digest(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value))
      return { bytes: digest(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
    if (typeof value === "bigint") return String(value);
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    return value;
  });
}
