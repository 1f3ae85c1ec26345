// `import React from "react"` was once needed for JSX; where it is unused it goes, so that React need not be installed.

import { sourceOf, type Named, type Node, type Program, type Visitor } from "./babel.ts";

export function dropUnusedReact(): Visitor {
  return {
    Program(path) {
      path.node.body = path.node.body.filter((node) => !isUnusedReact(node, path));
    },
  };
}

function isUnusedReact(node: Node, path: Program): boolean {
  if (node.type !== "ImportDeclaration" || sourceOf(node) !== "react") return false;
  const specifiers = node.specifiers as (Node & { local: Named })[];
  return specifiers.every(
    ({ local }) => (path.scope.getBinding(local.name)?.referencePaths.length ?? 0) === 0,
  );
}
