// Imports that a stand-in may answer. Named imports are looked up when they are used, so a name that a stand-in lacks
// would be found by a visitor of the site: a line is added to the module that looks at each of them at once.

import { REQUEST } from "./names.ts";
import { sourceOf, type Babel, type Named, type Node, type Program, type Visitor } from "./babel.ts";

/** In whichever convention the source is. */
const STOOD_IN =
  /^(?:next(?:\/.*)?|@vercel\/(?:og|functions)|react-router(?:-dom)?|@react-router\/.*|@remix-run\/.*|@shopify\/remix-oxygen|@tanstack\/react-(?:router|start)(?:\/.*)?)$/;

const isStoodIn = (specifier: unknown): boolean => typeof specifier === "string" && STOOD_IN.test(specifier);

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
 * Whether a module comes to a stand-in in a way that names nothing of it yet: by `import()` or `require()`, or by
 * passing its exports on. Later it may ask for the request, which must have been followed from its start.
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
