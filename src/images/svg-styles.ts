// The `<style>` of inline SVG: satori passes it on inside of a picture, where its selectors find no class, so what it says is
// written into the attributes beforehand.

import { applyStyles } from "../svg/css/apply.ts";
import type { Element } from "../svg/read.ts";
import type { HostElement, HostNode } from "./tree.ts";

/**
 * The tree with the style sheets of each inline SVG applied to its elements.
 *
 * @throws HttpError 422 for more rules or work than `SVG_LIMITS` has.
 */
export function settleSvgStyles(tree: HostNode): HostNode {
  if (typeof tree !== "object") return tree;
  if (Array.isArray(tree)) return mapped(tree, settleSvgStyles);
  if (tree.type === "svg") return hasSheet(tree) ? styled(tree) : tree;
  const children = settleSvgStyles(tree.props.children);
  return children === tree.props.children ? tree : { ...tree, props: { ...tree.props, children } };
}

/** The same list where nothing in it has changed. */
function mapped(nodes: HostNode[], change: (node: HostNode) => HostNode): HostNode[] {
  const changed = nodes.map(change);
  return changed.some((node, i) => node !== nodes[i]) ? changed : nodes;
}

function hasSheet(node: HostNode): boolean {
  if (typeof node !== "object") return false;
  if (Array.isArray(node)) return node.some(hasSheet);
  return node.type === "style" || hasSheet(node.props.children);
}

function styled(svg: HostElement): HostElement {
  const hosts = new Map<Element, HostElement>();
  const root = mirror(svg, hosts);
  const before = new Map([...hosts.keys()].map((element) => [element, { ...element.attributes }]));
  applyStyles(root);
  return rebuilt(root, hosts, before);
}

/** The element as SVG's own reader would have it: what selectors and the cascade ask for. */
function mirror({ type, props }: HostElement, hosts: Map<Element, HostElement>): Element {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(props)) {
    if (name === "className" || name === "class") attributes.class = String(value);
    else if (name === "style") attributes.style = cssOf(value);
    else if (name !== "children" && (typeof value === "string" || typeof value === "number"))
      attributes[kebab(name)] = String(value);
  }
  const content = flat(props.children).map((node) => (typeof node === "string" ? node : mirror(node, hosts)));
  const element = {
    name: type,
    attributes,
    content,
    children: content.filter((one) => typeof one !== "string"),
  };
  hosts.set(element, { type, props });
  return element;
}

function rebuilt(
  element: Element,
  hosts: ReadonlyMap<Element, HostElement>,
  before: ReadonlyMap<Element, Record<string, string>>,
): HostElement {
  const { type, props } = hosts.get(element)!;
  const own: HostElement["props"] = { ...props };
  for (const [name, value] of Object.entries(element.attributes)) {
    if (name === "style" || name === "class" || value === before.get(element)![name]) continue;
    const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    delete own[name];
    own[camel] = value;
  }
  own.children = element.content
    .filter((one) => typeof one === "string" || one.name !== "style")
    .map((one) => (typeof one === "string" ? one : rebuilt(one, hosts, before)));
  return { type, props: own };
}

function flat(node: HostNode): (HostElement | string)[] {
  if (node === undefined) return [];
  return Array.isArray(node) ? node.flatMap(flat) : [node];
}

const cssOf = (style: unknown): string =>
  typeof style === "object" && style !== null
    ? Object.entries(style)
        .map(([name, value]) => `${kebab(name)}:${String(value)}`)
        .join(";")
    : "";

/** Attributes of SVG that are written with capital letters. */
const CAPITAL =
  /^(?:viewBox|preserveAspectRatio|gradient(?:Units|Transform)|pattern(?:Units|ContentUnits|Transform)|clipPathUnits|mask(?:Units|ContentUnits)|marker(?:Units|Width|Height)|ref[XY]|spreadMethod|textLength|lengthAdjust|pathLength|startOffset|filterUnits|primitiveUnits|stdDeviation|tableValues|baseFrequency|numOctaves|[xy]ChannelSelector|edgeMode|kernelMatrix|surfaceScale|specular\w+|diffuse\w+)$/;
const kebab = (name: string): string =>
  CAPITAL.test(name) || name.startsWith("--")
    ? name
    : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
