// `fetch(new URL("../font.ttf", import.meta.url))`: a bundler makes it a file of the app's, which Node's own fetch does
// not read. The stand-ins of Next.js do.

import { FETCH_FILE } from "./names.ts";
import type { Babel, Named, Node, Visitor } from "./babel.ts";

export function fetchFiles({ template }: Babel): Visitor {
  const fetchFile = template.expression(`(globalThis[Symbol.for("${FETCH_FILE}")] ?? fetch)`);
  return {
    Program(path) {
      path.traverse({
        CallExpression({ node }) {
          if (isFetchOfFile(node)) node.callee = fetchFile({});
        },
      });
    },
  };
}

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
