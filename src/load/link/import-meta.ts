// `import.meta.env` and `import.meta.glob()` of Vite. jiti would put the whole environment in place of the first, with
// every secret that is in it.

import { VITE } from "./names.ts";
import type { Babel, Named, Node, Visitor } from "./babel.ts";

export function provideImportMeta({ template }: Babel): Visitor {
  const env = template.expression(`globalThis[Symbol.for("${VITE}")].env()`);
  const glob = template.expression(`globalThis[Symbol.for("${VITE}")].glob`);
  const loading = template.expression(
    "({ importer: __filename, now: (path) => require(path), later: (path) => import(path) })",
  );
  return {
    Program(path) {
      path.traverse({
        MemberExpression(expression) {
          if (isOfImportMeta(expression.node, "env")) expression.replaceWith(env({}));
        },
        CallExpression({ node }) {
          if (!isOfImportMeta(node.callee, "glob")) return;
          node.callee = glob({});
          (node.arguments as Node[]).unshift(loading({}));
        },
      });
    },
  };
}

function isOfImportMeta(node: unknown, name: string): boolean {
  const { type, object, property } = (node ?? {}) as Node;
  return (
    type === "MemberExpression" &&
    (object as Node).type === "MetaProperty" &&
    ((object as Node).meta as Named).name === "import" &&
    (property as Named).name === name
  );
}
