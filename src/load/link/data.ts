// Data that Next.js keeps, by `"use cache"` or `fetch(url, { next: … })`: which request it is used for must be known, and is
// followed only where a module asks for it.

import { REQUEST } from "./names.ts";
import type { Babel, Directive, Named, Node, Visitor } from "./babel.ts";

export function followData({ template }: Babel): Visitor {
  const want = template.statement(`(globalThis[Symbol.for("${REQUEST}")] ?? {}).wanted = true;`);
  return {
    Program(path) {
      let keeps = false;
      path.traverse({
        ObjectProperty({ node }) {
          keeps ||= isOption(node);
        },
        StringLiteral({ node }) {
          keeps ||= node.value === "force-cache";
        },
        Directive({ node }) {
          keeps ||= String((node as Directive).value.value).startsWith("use cache");
        },
      });
      if (keeps) path.pushContainer("body", want({}));
    },
  };
}

/** `next: { … }`, as against the `next` of an iterator. */
function isOption({ key, value, computed }: Node): boolean {
  return !computed && (key as Named).name === "next" && !/Function/.test((value as Node).type);
}
