// Imports of files that only a bundler can import. `?raw` is the file's text; the others are asset URLs, which pages and
// layouts with middleware may import, since they are not rendered here.

import { VITE } from "./names.ts";
import { sourceOf, type Babel, type Named, type Node, type Visitor } from "./babel.ts";
import { exportNames } from "./exports.ts";

const ASSET =
  /\.(?:css|scss|sass|less|styl|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|mp4|webm)(?:\?.*)?$|\?(?:url|raw|inline)$/;

/** An export that answers requests, in whichever convention. */
const ROUTE = /^(?:loader|action|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|QUERY)$/;

export function bindAssets({ types, template }: Babel): Visitor {
  const path = template.statement(`const NAME = globalThis[Symbol.for("${VITE}")].path(VALUE, __filename);`);
  const raw = template.statement(
    `const NAME = globalThis[Symbol.for("${VITE}")].raw(VALUE, __filename, (path) => require.resolve(path));`,
  );
  const address = template.statement(
    `const NAME = globalThis[Symbol.for("${VITE}")].address(VALUE, __filename, ROUTE);`,
  );
  return {
    Program({ node }) {
      const exported = exportNames(node.body);
      const isRoute = exported.some((name) => ROUTE.test(name));
      const bind = (each: Node): Node[] => {
        const specifier = sourceOf(each) as string;
        const make = specifier.endsWith("?raw") ? raw : exported.includes("default") ? path : address;
        return (each.specifiers as (Node & { local: Named })[]).map(({ local }) =>
          make({
            NAME: types.identifier(local.name),
            VALUE: { type: "StringLiteral", value: specifier },
            ...(make === address && { ROUTE: { type: "BooleanLiteral", value: isRoute } }),
          }),
        );
      };
      node.body = node.body.flatMap((each) => (isAsset(each) ? bind(each) : [each]));
    },
  };
}

function isAsset(node: Node): boolean {
  return node.type === "ImportDeclaration" && ASSET.test(sourceOf(node) as string);
}
