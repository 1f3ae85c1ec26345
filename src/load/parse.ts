// The syntax tree of a module that is only read, by the parser that loads the others.

import type { createJiti as CreateJiti } from "jiti";
import { require } from "../require.ts";
import type { Node } from "./link/babel.ts";

/**
 * The statements of a module in JavaScript or TypeScript, as Babel has them, and as they were written.
 *
 * @throws Error where it is neither.
 */
export function parse(source: string, filename: string): Node[] {
  let body: Node[] | undefined;
  const keep = () => ({
    // The plugins that run after it change the tree.
    pre: (file: { ast: { program: { body: Node[] } } }) =>
      void (body = structuredClone(file.ast.program.body)),
    visitor: {},
  });
  const { createJiti } = require("jiti") as { createJiti: typeof CreateJiti };
  const jiti = createJiti(filename, { fsCache: false, transformOptions: { babel: { plugins: [keep] } } });
  jiti.transform({ source, filename, ts: /\.[cm]?tsx?$/.test(filename), async: true });
  if (!body) throw new Error("its syntax is not understood");
  return body;
}
