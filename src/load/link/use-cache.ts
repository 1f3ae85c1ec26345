// `"use cache"` of Next.js: an asynchronous function with the directive becomes a call of the stand-in that keeps its
// results. A directive at the top of a module is one of each function that it exports.

import { USE_CACHE } from "./names.ts";
import type { Babel, Directive, FunctionPath, Node, Visitor } from "./babel.ts";

export function keepCached({ types, template }: Babel): Visitor {
  const filed = template.expression("__filename + AT");
  const keep = template.statement(`{
    const cached = globalThis[Symbol.for("${USE_CACHE}")], work = WORK;
    return cached ? cached(PLACE, offprintArguments, work) : work(...offprintArguments);
  }`);
  return {
    Program({ node: { directives, body } }) {
      if (directives.some(isUseCache)) for (const node of body) markExported(node);
    },
    Function(path) {
      const { node } = path;
      if (!node.async || !node.body.directives?.some(isUseCache)) return;
      node.body.directives = node.body.directives.filter((directive) => !isUseCache(directive));
      // A function inside of another closes over values that are not among its arguments: it is run each time.
      const place = path.getFunctionParent()
        ? { type: "NullLiteral" }
        : filed({ AT: { type: "StringLiteral", value: `:${String(node.start)}` } });
      const work = types.arrowFunctionExpression(node.params, node.body, true);
      node.params = [types.restElement(types.identifier("offprintArguments"))];
      node.body = types.blockStatement([keep({ WORK: work, PLACE: place })]) as typeof node.body;
    },
  };
}

/** Not `use cache: private`: its results belong to one visitor, and are not kept. */
function isUseCache({ value }: Node): boolean {
  return /^use cache(?:: (?!private).*)?$/.test((value as Directive["value"]).value);
}

function markExported({ type, declaration }: Node): void {
  if (type !== "ExportNamedDeclaration" && type !== "ExportDefaultDeclaration") return;
  const declared = declaration as (Node & { declarations?: { init?: Node }[] }) | null;
  for (const one of [declared, ...(declared?.declarations ?? []).map(({ init }) => init)]) {
    const body = one?.async ? (one.body as FunctionPath["node"]["body"]) : undefined;
    body?.directives?.push({ type: "Directive", value: { type: "DirectiveLiteral", value: "use cache" } });
  }
}
