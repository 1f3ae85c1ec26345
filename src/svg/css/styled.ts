// An element with what selectors ask of it.

import type { Element } from "../read.ts";

export interface Styled {
  element: Element;
  parent: Styled | undefined;
  /** The sibling before it. */
  previous: Styled | undefined;
  classes: ReadonlySet<string>;
  /** Its place among its siblings, and among those of its type, from 1. */
  index: number;
  typeIndex: number;
  siblings: number;
  /** How many of its siblings, and itself, have its type. */
  ofType(): number;
}

const NONE: ReadonlySet<string> = new Set();

/** The children of an element, or the root. */
export function styledChildren(elements: readonly Element[], parent: Styled | undefined): Styled[] {
  const counts = new Map<string, number>();
  let previous: Styled | undefined;
  return elements.map((element, i) => {
    const { name, attributes } = element;
    const typeIndex = (counts.get(name) ?? 0) + 1;
    counts.set(name, typeIndex);
    const classes = attributes.class ? new Set(attributes.class.split(/\s+/)) : NONE;
    const ofType = () => counts.get(name)!;
    previous = {
      element,
      parent,
      previous,
      classes,
      index: i + 1,
      typeIndex,
      siblings: elements.length,
      ofType,
    };
    return previous;
  });
}
