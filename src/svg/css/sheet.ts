// A style sheet as rules.

import { type Declaration, parseDeclarations, splitOutside, withoutComments } from "./declarations.ts";
import { parseSelector, type Selector } from "./selector.ts";

export interface Rule {
  selector: Selector;
  declarations: Declaration[];
  /** Its place among all rules of the picture. */
  order: number;
}

/** The rules of a sheet, one for each selector of a list. At-rules are skipped with all that is in them. */
export function* parseSheet(source: string): Generator<Rule> {
  const sheet = withoutComments(source);
  for (let at = 0; at < sheet.length;) {
    const open = sheet.indexOf("{", at);
    if (open < 0) return;
    // Text before it that ends with a semicolon is an at-rule without a block, such as @import.
    const head = splitOutside(sheet.slice(at, open), ";").at(-1)!.trim();
    if (head.startsWith("@")) {
      at = afterBlock(sheet, open + 1);
      continue;
    }
    const end = sheet.indexOf("}", open);
    const close = end < 0 ? sheet.length : end;
    const declarations = parseDeclarations(sheet.slice(open + 1, close));
    for (const each of splitOutside(head, ",")) {
      const selector = parseSelector(each);
      if (selector) yield { selector, declarations, order: 0 };
    }
    at = close + 1;
  }
}

/** After the brace that closes a block, with the blocks in it. */
function afterBlock(sheet: string, from: number): number {
  let depth = 1;
  for (let at = from; at < sheet.length; at++) {
    if (sheet[at] === "{") depth++;
    else if (sheet[at] === "}" && --depth === 0) return at + 1;
  }
  return sheet.length;
}
