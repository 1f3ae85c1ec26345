// Paint, and what gives it: gradients and patterns take what they do not say themselves from those that they refer to.
import { reference } from "../../svg/references.ts";
import type { Scene } from "./scene.ts";
import type { Element } from "../../svg/read.ts";

/** How many may refer to each other. */
const LONGEST = 10;

export interface Paint {
  /** Operators that choose it for areas and for lines. */
  fill: string;
  stroke: string;
  alpha: number;
  /** Entries of a graphics state that a paint of changing transparency needs. */
  mask?: string;
  /** True for a pattern: readers can fill with it, but not all can stroke. */
  tiles?: true;
}

export interface Server {
  /** An attribute, of the first that has it. */
  of(key: string): string | undefined;
  /** The elements in it, of the first that has such. */
  children(...names: string[]): Element | undefined;
}

export function resolveServer(scene: Scene, element: Element): Server {
  const chain = [element];
  for (let next = element; chain.length < LONGEST;) {
    const target = scene.ids.get(reference(next.attributes.href) ?? "");
    if (!target || chain.includes(target)) break;
    chain.push((next = target));
  }
  return {
    of: (key) => chain.find(({ attributes }) => attributes[key] !== undefined)?.attributes[key],
    children: (...names) =>
      chain.find(({ children }) => children.some(({ name }) => !names.length || names.includes(name))),
  };
}
