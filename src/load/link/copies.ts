// `new URL(request.url)`, `new URL(path, request.url)` and `new Headers(request.headers)`: calls that note what is read of
// the copies, see tracked-copies.ts.

import { COPIES } from "../../http/tracked-copies.ts";
import type { Babel, Named, Node, Visitor } from "./babel.ts";

export function copyTracked({ template }: Babel): Visitor {
  const copyOfUrl = template.expression(`globalThis[Symbol.for("${COPIES}")].url(HOLDER)`);
  const resolvedUrl = template.expression(`globalThis[Symbol.for("${COPIES}")].resolve(REFERENCE, HOLDER)`);
  const copyOfHeaders = template.expression(`globalThis[Symbol.for("${COPIES}")].headers(GIVEN)`);
  return {
    NewExpression(path) {
      const { callee, arguments: given } = path.node;
      const { name } = callee as Named;
      if ((name !== "URL" && name !== "Headers") || path.scope.hasBinding(name, true)) return;
      const [first, second] = given;
      if (name === "Headers") {
        if (first && given.length === 1 && first.type !== "SpreadElement")
          path.replaceWith(copyOfHeaders({ GIVEN: first }));
        return;
      }
      const holder = holderOfUrl(given.length === 1 ? first : second);
      if (!holder || !first || first.type === "SpreadElement") return;
      if (given.length === 1) path.replaceWith(copyOfUrl({ HOLDER: holder }));
      else if (given.length === 2) path.replaceWith(resolvedUrl({ REFERENCE: first, HOLDER: holder }));
    },
  };
}

/** The `request` of `request.url`, where an expression is that. */
function holderOfUrl(node: Node | undefined): Node | undefined {
  if (node?.type !== "MemberExpression" || node.computed || (node.property as Named).name !== "url")
    return undefined;
  const holder = node.object as Node;
  // `import.meta.url` is a file's, not a request's.
  return holder.type === "MetaProperty" || holder.type === "Super" ? undefined : holder;
}
