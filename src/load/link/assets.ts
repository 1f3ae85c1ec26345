// Imports of files that only a bundler can import; a page, or a layout with a guard, may have them. The name is bound to
// the file's path, which nothing here serves.

import { sourceOf, type Babel, type Named, type Node, type Visitor } from "./babel.ts";

const ASSET =
  /\.(?:css|scss|sass|less|styl|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|mp4|webm)(?:\?.*)?$|\?(?:url|raw|inline)$/;

export function bindAssets({ types, template }: Babel): Visitor {
  const asset = template.statement("const NAME = VALUE;");
  const bind = (node: Node): Node[] =>
    (node.specifiers as (Node & { local: Named })[]).map(({ local }) =>
      asset({
        NAME: types.identifier(local.name),
        VALUE: { type: "StringLiteral", value: sourceOf(node) },
      }),
    );
  return {
    Program({ node }) {
      node.body = node.body.flatMap((each) => (isAsset(each) ? bind(each) : [each]));
    },
  };
}

function isAsset(node: Node): boolean {
  return node.type === "ImportDeclaration" && ASSET.test(sourceOf(node) as string);
}
