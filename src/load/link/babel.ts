// The few shapes of Babel that the pass reads and makes; jiti carries Babel without its types.

export interface Node {
  type: string;
  [field: string]: unknown;
}

export interface Named extends Node {
  name: string;
}

/** A node in its place. */
export interface Path {
  node: Node;
  parent: Node;
  parentPath: Path;
  scope: { getBinding(name: string): BindingPath | undefined };
  getFunctionParent(): Path | null;
}

/** A variable: where it is declared, assigned and used. */
export interface BindingPath {
  kind: string;
  path: Path;
  constantViolations: Path[];
  referencePaths: Path[];
}

/** A module on its way through the pass. */
export interface Program {
  node: { body: Node[]; directives: Node[] };
  scope: {
    bindings: Record<string, BindingPath>;
    getBinding(name: string): BindingPath | undefined;
    crawl(): void;
  };
  pushContainer(list: "body", node: Node): void;
  traverse(visitor: Record<string, (path: { node: Node; replaceWith(node: Node): void }) => void>): void;
}

/** A function on its way through the pass. */
export interface FunctionPath {
  node: Node & { params: Node[]; async: boolean; body: Node & { directives?: Directive[] } };
  getFunctionParent(): unknown;
}

/** `new …(…)` on its way through the pass. */
export interface NewPath {
  node: Node & { callee: Node; arguments: Node[] };
  scope: { hasBinding(name: string, noGlobals: boolean): boolean };
  replaceWith(node: Node): void;
}

export interface Directive extends Node {
  value: Node & { value: string };
}

export interface Babel {
  types: {
    arrowFunctionExpression(params: Node[], body: Node, isAsync: boolean): Node;
    blockStatement(body: Node[]): Node;
    restElement(argument: Node): Node;
    directive(value: Node): Node;
    directiveLiteral(value: string): Node;
    identifier(name: string): Node;
    stringLiteral(value: string): Node;
    arrayExpression(elements: Node[]): Node;
    memberExpression(object: Node, property: Node): Node;
  };
  template: {
    statement(code: string): (parts: Record<string, Node>) => Node;
    expression(code: string): (parts: Record<string, Node>) => Node;
  };
}

/** One concern of the pass. Babel calls `Program` before all others. */
export interface Visitor {
  Program?(path: Program): void;
  NewExpression?(path: NewPath): void;
  Function?(path: FunctionPath): void;
}

/** The specifier of an import, or of what is passed on. */
export const sourceOf = ({ source }: Node): unknown =>
  (source as { value?: unknown } | null | undefined)?.value;
