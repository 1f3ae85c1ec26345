// A module's export names, in a directive of its compiled code: so they are known without running it.

import type { Babel, Named, Node, Visitor } from "./babel.ts";

/** Directive that carries a module's export names through jiti's cache of compiled code. */
const DIRECTIVE = "offprint:exports ";

export function listExports({ types }: Babel): Visitor {
  return {
    Program({ node, scope }) {
      scope.crawl();
      const names = exportNames(node.body);
      node.directives.push(types.directive(types.directiveLiteral(DIRECTIVE + names.join(","))));
    },
  };
}

/** The export names in compiled code; `*` where another module's are passed on. */
export function readExports(compiled: string): string[] {
  const start = compiled.indexOf(DIRECTIVE);
  if (start < 0) return [];
  const list = compiled.slice(start + DIRECTIVE.length, compiled.indexOf('"', start));
  return list === "" ? [] : list.split(",");
}

export function exportNames(body: readonly Node[]): string[] {
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
