// A pass over each module that is loaded: what it exports, and that what it imports is there.

import { COPIES } from "../http/tracked-copies.ts";

/** Directive that carries a module's export names through jiti's cache of compiled code. */
const DIRECTIVE = "offprint:exports ";

/** Imports that may be answered by a stand-in, whichever convention the source is in. */
const STOOD_IN =
  /^(?:next(?:\/.*)?|@vercel\/og|react-router(?:-dom)?|@react-router\/.*|@remix-run\/.*|@tanstack\/react-(?:router|start)(?:\/.*)?)$/;

// The few shapes of Babel that the pass reads and makes; jiti carries Babel without its types.
interface Node {
  type: string;
  [field: string]: unknown;
}
interface Named extends Node {
  name: string;
}
interface Binding {
  referencePaths: { parent: Node; node: Node }[];
}
interface Program {
  node: { body: Node[]; directives: Node[] };
  scope: { getBinding(name: string): Binding | undefined; crawl(): void };
  pushContainer(list: "body", node: Node): void;
  traverse(visitor: Record<string, (path: { node: Node }) => void>): void;
}
/** A function on its way through the pass. */
interface FunctionPath {
  node: Node & { params: Node[]; async: boolean; body: Node & { directives?: Directive[] } };
  getFunctionParent(): unknown;
}
/** `new …(…)` on its way through the pass. */
interface NewPath {
  node: Node & { callee: Node; arguments: Node[] };
  scope: { hasBinding(name: string, noGlobals: boolean): boolean };
  replaceWith(node: Node): void;
}
interface Directive extends Node {
  value: Node & { value: string };
}
interface Babel {
  types: {
    arrowFunctionExpression(params: Node[], body: Node, isAsync: boolean): Node;
    blockStatement(body: Node[]): Node;
    restElement(argument: Node): Node;
    directive(value: Node): Node;
    directiveLiteral(value: string): Node;
    identifier(name: string): Node;
    memberExpression(object: Node, property: Node): Node;
  };
  template: {
    statement(code: string): (parts: Record<string, Node>) => Node;
    expression(code: string): (parts: Record<string, Node>) => Node;
  };
}

/**
 * A Babel plugin. Named imports are looked up when they are used, so a name that a stand-in lacks
 * would be found by a visitor: the pass adds a line to the module that looks at each of them at once.
 */
export function linkPlugin({ types, template }: Babel) {
  const touch = template.statement(
    "try { void LIST; } catch (error) { error.importer ??= __filename; throw error; }",
  );
  const asset = template.statement("const NAME = VALUE;");
  const follow = template.statement(
    `if (globalThis[Symbol.for("offprint.request")]) globalThis[Symbol.for("offprint.request")].wanted = true;`,
  );
  const filed = template.expression("__filename + AT");
  const fetchFile = template.expression(`(globalThis[Symbol.for("offprint.fetchFile")] ?? fetch)`);
  const copyOfUrl = template.expression(`globalThis[Symbol.for("${COPIES}")].url(HOLDER)`);
  const resolvedUrl = template.expression(`globalThis[Symbol.for("${COPIES}")].resolve(REFERENCE, HOLDER)`);
  const copyOfHeaders = template.expression(`globalThis[Symbol.for("${COPIES}")].headers(GIVEN)`);
  const keep = template.statement(`{
    const cached = globalThis[Symbol.for("offprint.useCache")], work = WORK;
    return cached ? cached(PLACE, offprintArguments, work) : work(...offprintArguments);
  }`);
  return {
    name: "offprint-link",
    visitor: {
      Program(path: Program): void {
        path.node.body = path.node.body.flatMap((node) =>
          isAsset(node) ? bindAsset(node, types, asset) : [node],
        );
        if (path.node.directives.some(isUseCache)) for (const node of path.node.body) markExported(node);
        path.node.body = path.node.body.filter((node) => !isUnusedReact(node, path));
        path.traverse({
          CallExpression({ node }) {
            if (isFetchOfFile(node)) node.callee = fetchFile({});
          },
        });
        path.scope.crawl();
        const names = exportNames(path.node.body);
        path.node.directives.push(types.directive(types.directiveLiteral(DIRECTIVE + names.join(","))));
        const used = path.node.body.flatMap((node) => usedNames(node, path, types));
        if (used.length > 0)
          path.pushContainer("body", touch({ LIST: { type: "ArrayExpression", elements: used } }));
        if (loadsLate(path)) path.pushContainer("body", follow({}));
      },
      NewExpression(path: NewPath): void {
        const { callee, arguments: given } = path.node;
        const { name } = callee as Named;
        if ((name !== "URL" && name !== "Headers") || path.scope.hasBinding(name, true)) return;
        const [first, second] = given as Node[];
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
      Function(path: FunctionPath): void {
        const { node } = path;
        if (!node.async || !node.body.directives?.some(isUseCache)) return;
        node.body.directives = node.body.directives.filter((directive) => !isUseCache(directive));
        // What a function inside of another closes over is not among its arguments: it is run each time.
        const place = path.getFunctionParent()
          ? { type: "NullLiteral" }
          : filed({ AT: { type: "StringLiteral", value: `:${String(node.start)}` } });
        const work = types.arrowFunctionExpression(node.params, node.body, true);
        node.params = [types.restElement(types.identifier("offprintArguments"))];
        node.body = types.blockStatement([keep({ WORK: work, PLACE: place })]) as typeof node.body;
      },
    },
  };
}

/**
 * Whether a module comes to a stand-in in a way that names nothing of it yet: by `import()` or `require()`, or by
 * passing its exports on. What is asked for then may need the request, which must have been followed from its start.
 */
function loadsLate(path: Program): boolean {
  const isStoodIn = (node: unknown) => {
    const { value } = (node ?? {}) as { value?: unknown };
    return typeof value === "string" && STOOD_IN.test(value);
  };
  let late = path.node.body.some((node) => node.type.startsWith("Export") && isStoodIn(node.source));
  path.traverse({
    CallExpression({ node: { callee, arguments: given } }) {
      const { type, name } = callee as Named;
      late ||= (type === "Import" || name === "require") && isStoodIn((given as Node[])[0]);
    },
    ImportExpression({ node }) {
      late ||= isStoodIn(node.source);
    },
  });
  return late;
}

/** The `request` of `request.url`, where an expression is that. */
function holderOfUrl(node: Node | undefined): Node | undefined {
  if (node?.type !== "MemberExpression" || node.computed || (node.property as Named).name !== "url")
    return undefined;
  const holder = node.object as Node;
  // `import.meta.url` is a file's, not a request's.
  return holder.type === "MetaProperty" || holder.type === "Super" ? undefined : holder;
}

/** `"use cache"` of Next.js. Its private kind belongs to one visitor, and is not kept. */
function isUseCache({ value }: Node): boolean {
  return /^use cache(?:: (?!private).*)?$/.test((value as Directive["value"]).value);
}

/** A directive at the top of a module is one of each function that it exports. */
function markExported({ type, declaration }: Node): void {
  if (type !== "ExportNamedDeclaration" && type !== "ExportDefaultDeclaration") return;
  const declared = declaration as (Node & { declarations?: { init?: Node }[] }) | null;
  for (const one of [declared, ...(declared?.declarations ?? []).map(({ init }) => init)]) {
    const body = one?.async ? (one.body as FunctionPath["node"]["body"]) : undefined;
    body?.directives?.push({ type: "Directive", value: { type: "DirectiveLiteral", value: "use cache" } });
  }
}

/** Files that only a bundler can import; a page, or a layout with a guard, may do so. */
const ASSET =
  /\.(?:css|scss|sass|less|styl|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|mp4|webm)(?:\?.*)?$|\?(?:url|raw|inline)$/;

function isAsset(node: Node): boolean {
  return node.type === "ImportDeclaration" && ASSET.test((node.source as Node & { value: string }).value);
}

/** `fetch(new URL("../font.ttf", import.meta.url))`: a bundler makes it a file of the app's, which Node's own fetch does not read. */
function isFetchOfFile({ callee, arguments: given }: Node): boolean {
  const url = (given as Node[])[0];
  if ((callee as Named).name !== "fetch" || url?.type !== "NewExpression") return false;
  const [path, base] = url.arguments as Node[];
  return (
    (url.callee as Named).name === "URL" &&
    path?.type === "StringLiteral" &&
    /^\.\.?\//.test(path.value as string) &&
    // jiti has put the module's own URL in place of `import.meta.url`, as a name that is printed as it is.
    base?.type === "Identifier" &&
    (base as Named).name.startsWith('"file:')
  );
}

/** `import React from "react"` was once needed for JSX; here it need not be installed. */
function isUnusedReact(node: Node, path: Program): boolean {
  if (node.type !== "ImportDeclaration" || (node.source as Node & { value: string }).value !== "react")
    return false;
  const specifiers = node.specifiers as (Node & { local: Named })[];
  return specifiers.every(
    ({ local }) => (path.scope.getBinding(local.name)?.referencePaths.length ?? 0) === 0,
  );
}

/** What is imported of such a file is its path; nothing here serves it. */
function bindAsset(node: Node, types: Babel["types"], asset: (parts: Record<string, Node>) => Node): Node[] {
  const { value } = node.source as Node & { value: string };
  return (node.specifiers as (Node & { local: Named })[]).map(({ local }) =>
    asset({ NAME: types.identifier(local.name), VALUE: { type: "StringLiteral", value } }),
  );
}

/** The export names in compiled code; `*` where another module's are passed on. */
export function readExports(compiled: string): string[] {
  const start = compiled.indexOf(DIRECTIVE);
  if (start < 0) return [];
  const list = compiled.slice(start + DIRECTIVE.length, compiled.indexOf('"', start));
  return list === "" ? [] : list.split(",");
}

function exportNames(body: readonly Node[]): string[] {
  const names: string[] = [];
  for (const node of body) {
    if (node.type === "ExportDefaultDeclaration") names.push("default");
    if (node.type === "ExportAllDeclaration" && node.exportKind !== "type") names.push("*");
    if (node.type !== "ExportNamedDeclaration" || node.exportKind === "type") continue;
    for (const specifier of node.specifiers as Node[]) {
      const exported = specifier.exported as Named & { value?: string };
      if (specifier.exportKind !== "type") names.push(exported.name ?? exported.value);
    }
    const declaration = node.declaration as (Node & { id?: Named; declarations?: Node[] }) | null;
    if (declaration?.id) names.push(declaration.id.name);
    for (const { id } of declaration?.declarations ?? []) names.push(...patternNames(id as Node));
  }
  return names;
}

/** Names that a declaration binds: `a`, `{ a, b: c }`, `[a, ...b]`. */
function patternNames(node: Node | null): string[] {
  if (!node) return [];
  if (node.type === "Identifier") return [(node as Named).name];
  const inner = [node.properties, node.elements, node.argument, node.left, node.value].flat() as (
    | Node
    | null
    | undefined
  )[];
  return inner.flatMap((part) => (part && typeof part === "object" ? patternNames(part) : []));
}

/** What a module uses of an import that may be a stand-in. */
function usedNames(node: Node, path: Program, types: Babel["types"]): Node[] {
  if (node.type !== "ImportDeclaration" || node.importKind === "type") return [];
  if (!STOOD_IN.test((node.source as Node & { value: string }).value)) return [];
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
