// State that a module keeps from one request to the next: a counter, a list, a map of sessions. Each child of a pool has
// its own. Memories of what can be made again (memoised values, connections) are none: each child may have its own.

import { STATE } from "./names.ts";
import type { Babel, BindingPath, Node, Path, Visitor } from "./babel.ts";

/** Methods that change what is at hand: of an array, a Map, a Set. */
const WRITES = /^(?:set|add|push|unshift|splice|pop|shift)$/;
const READS = /^(?:get|has)$/;

/** Methods that run what they are given at once. */
const AT_ONCE =
  /^(?:forEach|map|flatMap|filter|reduce|sort|some|every|find|from|fromEntries|replace|replaceAll)$/;

/** Functions by which a program is set up while it is loaded, and those of pages. */
const SETUP = /^(?:set|init|configure|register|provide|install|define|use|reset|mock|_)/;

/** Names of what can be made again, so that each child may have its own. */
const MEMORY = /cache|memo|lru|pool|in_?flight|singleton|instance|client|promise|loaded|initiali[sz]ed/i;

/**
 * Uses of one variable. Each is compared with the others, so that what a program has written, with thousands, would take
 * minutes: 82 s for 8,000. It is not looked at.
 */
const MAX_USES = 200;

export function tellState({ types, template }: Babel): Visitor {
  const tell = template.statement(`globalThis[Symbol.for("${STATE}")]?.(__filename, NAMES);`);
  return {
    Program(path) {
      const kept = Object.entries(path.scope.bindings)
        .filter(([name, binding]) => keepsState(name, binding))
        .map(([name]) => name);
      if (kept.length === 0 || path.node.directives.some(isClient)) return;
      const names = kept.map((value) => types.stringLiteral(value));
      path.pushContainer("body", tell({ NAMES: types.arrayExpression(names) }));
    },
  };
}

const isClient = ({ value }: Node): boolean => (value as Node).value === "use client";

function keepsState(name: string, binding: BindingPath): boolean {
  const { kind, path, constantViolations, referencePaths } = binding;
  if ((kind !== "let" && kind !== "var" && kind !== "const") || MEMORY.test(name)) return false;
  if (constantViolations.length + referencePaths.length > MAX_USES) return false;
  const init = path.node.init as Node | null | undefined;
  return (
    constantViolations.some((one) => isRun(one) && assigns(one, name, binding)) ||
    (isContainer(init) && referencePaths.some((one) => isRun(one) && mutates(one, binding, init!)))
  );
}

/** `new Map()`, `new Set()`, an array, an object. */
function isContainer(init: Node | null | undefined): boolean {
  if (init?.type === "TSAsExpression" || init?.type === "TSSatisfiesExpression")
    return isContainer(init.expression as Node);
  if (init?.type === "NewExpression") return /^(?:Map|Set|Array)$/.test(nameOf(init.callee as Node));
  return init?.type === "ArrayExpression" || init?.type === "ObjectExpression";
}

const nameOf = (node: Node | undefined): string => (typeof node?.name === "string" ? node.name : "");

/** Whether code runs later than its module: in a function that is not called, or passed to what calls it, at once. */
function isRun(path: Path): boolean {
  const outer = outermost(path);
  if (!outer) return false;
  const { parent, node } = outer;
  if (parent.type === "CallExpression") {
    const callee = parent.callee as Node;
    if (callee === node) return false;
    if (AT_ONCE.test(nameOf(callee.property as Node | undefined))) return false;
  }
  if (SETUP.test(nameOfFunction(outer))) return false;
  const own = outer.parentPath.scope.getBinding(nameOfFunction(outer));
  const isCalledAtOnce = own?.referencePaths.some(
    (one) =>
      one.parent.type === "CallExpression" && one.parent.callee === one.node && !one.getFunctionParent(),
  );
  return !isCalledAtOnce && !inHook(path);
}

/** A callback of `useEffect()` and the like: code of pages. */
function inHook(path: Path): boolean {
  for (let one = path.getFunctionParent(); one; one = one.getFunctionParent())
    if (one.parent.type === "CallExpression" && /^use[A-Z]/.test(nameOf(one.parent.callee as Node)))
      return true;
  return false;
}

function nameOfFunction({ node, parent }: Path): string {
  return nameOf(node.id as Node | undefined) || nameOf((parent as { id?: Node }).id);
}

function outermost(path: Path): Path | undefined {
  let found: Path | undefined;
  for (let one = path.getFunctionParent(); one; one = one.getFunctionParent()) found = one;
  return found;
}

/** An assignment from which the next request can tell that this one was there. */
function assigns(path: Path, name: string, binding: BindingPath): boolean {
  const { node } = path;
  if (node.type === "UpdateExpression") return true;
  if (node.type !== "AssignmentExpression") return false;
  if (node.operator !== "=") return !/^(?:\?\?|\|\||&&)=$/.test(node.operator as string);
  const value = node.right as Node;
  const isEmpty = value.type === "NullLiteral" || nameOf(value) === "undefined";
  if (isEmpty || isMemoised(value, name)) return false;
  const own = inside(binding, value);
  // `queue = queue.then(…)` puts work in a row.
  if (own.length > 0)
    return !(value.type === "CallExpression" && nameOf(objectOf(value.callee as Node)) === name);
  return !readsIn(binding, path).some(isTested);
}

/** `x ?? make()`. */
const isMemoised = (value: Node, name: string): boolean =>
  value.type === "LogicalExpression" && nameOf(value.left as Node) === name;

const objectOf = (member: Node): Node | undefined => member.object as Node | undefined;

/** A write to a container that is not a memory of what the same function looks for in it first. */
function mutates(path: Path, binding: BindingPath, init: Node): boolean {
  let member = path.parentPath;
  let read = path.node;
  while (member.node.type === "MemberExpression" && objectOf(member.node) === read) {
    const { parent } = member;
    const method = nameOf(member.node.property as Node);
    if (parent.type === "UpdateExpression") return true;
    if (parent.type === "AssignmentExpression" && parent.left === member.node)
      return !isLookedUp(path, binding, parent.right as Node, parent.operator as string);
    if (parent.type === "CallExpression" && parent.callee === member.node)
      // An object has methods of its own.
      return (
        !(init.type === "ObjectExpression" && read === path.node) &&
        WRITES.test(method) &&
        !isLookedUp(path, binding, parent, "=")
      );
    read = member.node;
    member = member.parentPath;
  }
  return false;
}

/** Whether the function reads the container before, and what it writes does not follow from what was in it. */
function isLookedUp(path: Path, binding: BindingPath, written: Node, operator: string): boolean {
  if (/^(?:\?\?|\|\|)=$/.test(operator)) return true;
  if (operator !== "=") return false;
  if (inside(binding, written).some((one) => one !== path)) return false;
  return readsIn(binding, path).some(
    (one) => isTested(one) || READS.test(nameOf((one.parent as { property?: Node }).property)),
  );
}

/** The other uses of a variable in the function that a path is in, outermost. */
function readsIn({ referencePaths }: BindingPath, path: Path): Path[] {
  const outer = outermost(path);
  return referencePaths.filter((one) => one !== path && outermost(one)?.node === outer?.node);
}

function inside({ referencePaths }: BindingPath, node: Node): Path[] {
  const [start, end] = [node.start as number, node.end as number];
  return referencePaths.filter(
    ({ node: own }) => (own.start as number) >= start && (own.end as number) <= end,
  );
}

/** Whether a value decides what is done: `if (x)`, `x ?`, `!x`, `x &&`, `x === undefined`. */
function isTested(path: Path): boolean {
  for (let one = path; ; one = one.parentPath) {
    const { parent, node } = one;
    if (parent.type === "LogicalExpression" || parent.type === "UnaryExpression") return true;
    if (/^(?:If|While)Statement$|^ConditionalExpression$/.test(parent.type)) return parent.test === node;
    if (parent.type === "MemberExpression" && parent.object !== node) return false;
    if (!/^(?:Member|OptionalMember|Binary|Call|Await)Expression$/.test(parent.type)) return false;
  }
}
