// Imports that resolve to stand-ins. A missing named import would fail only when it is used, in a request: so a line
// is added to the module that reads each of them when it is loaded.

import { REQUEST } from "./names.ts";
import { sourceOf, type Babel, type Named, type Node, type Program, type Visitor } from "./babel.ts";

/** Specifiers of all conventions' stand-ins. */
const STOOD_IN =
  /^(?:next(?:\/.*)?|@vercel\/(?:og|functions)|react-router(?:-dom)?|@react-router\/.*|@remix-run\/.*|@shopify\/remix-oxygen|@tanstack\/(?:react|solid)-(?:router|start)(?:\/.*)?|@tanstack\/virtual-file-routes)$/;

/** Whether an import, in whichever convention, resolves to a stand-in. */
export const isStoodIn = (specifier: unknown): boolean =>
  typeof specifier === "string" && STOOD_IN.test(specifier);

export function checkStandIns({ types, template }: Babel): Visitor {
  const touch = template.statement(
    "try { void LIST; } catch (error) { error.importer ??= __filename; throw error; }",
  );
  const follow = template.statement(
    `if (globalThis[Symbol.for("${REQUEST}")]) globalThis[Symbol.for("${REQUEST}")].wanted = true;`,
  );
  return {
    Program(path) {
      const used = path.node.body.flatMap((node) => usedNames(node, path, types));
      if (used.length > 0)
        path.pushContainer("body", touch({ LIST: { type: "ArrayExpression", elements: used } }));
      if (loadsLate(path)) path.pushContainer("body", follow({}));
    },
  };
}

/** The names that a module uses of an import that may be a stand-in. */
function usedNames(node: Node, path: Program, types: Babel["types"]): Node[] {
  if (node.type !== "ImportDeclaration" || node.importKind === "type") return [];
  if (!isStoodIn(sourceOf(node))) return [];
  return (node.specifiers as (Node & { local: Named })[]).flatMap((specifier) => {
    const { name } = specifier.local;
    const references =
      specifier.importKind === "type" ? [] : (path.scope.getBinding(name)?.referencePaths ?? []);
    if (specifier.type === "ImportSpecifier") return references.length > 0 ? [types.identifier(name)] : [];
    if (specifier.type !== "ImportNamespaceSpecifier") return [];
    return references.flatMap(({ parent, node: object }) =>
      parent.type === "MemberExpression" && !parent.computed && parent.object === object
        ? [types.memberExpression(types.identifier(name), types.identifier((parent.property as Named).name))]
        : [],
    );
  });
}

/**
 * Whether a module imports a stand-in without naming its exports: by `import()`, `require()` or `export … from`. It may
 * read the request later, so requests must be followed (`wanted`) from their start.
 */
function loadsLate(path: Program): boolean {
  let late = path.node.body.some((node) => node.type.startsWith("Export") && isStoodIn(sourceOf(node)));
  path.traverse({
    CallExpression({ node: { callee, arguments: given } }) {
      const { type, name } = callee as Named;
      const [first] = given as Node[];
      late ||= (type === "Import" || name === "require") && isStoodIn(first?.value);
    },
    ImportExpression({ node }) {
      late ||= isStoodIn(sourceOf(node));
    },
  });
  return late;
}
