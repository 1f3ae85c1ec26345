// A reader for the SVG that satori writes: elements, attributes and where each one stands in the text.

/** An element; `start` and `end` are its place in the source. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  start: number;
  end: number;
}

/**
 * Reads well-formed markup without comments or declarations, as satori writes it.
 * @throws SyntaxError where it is anything else.
 */
export function readMarkup(source: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], start: 0, end: source.length };
  const open: Element[] = [root];
  let at = source.indexOf("<");
  while (at !== -1) {
    if (source.charCodeAt(at + 1) === SLASH) {
      const element = open.pop();
      const end = source.indexOf(">", at) + 1;
      if (!element || element === root || source.slice(at + 2, end - 1) !== element.name)
        throw unexpected(source, at);
      element.end = end;
      at = source.indexOf("<", end);
      continue;
    }
    NAME.lastIndex = at + 1;
    const name = NAME.exec(source)?.[0];
    if (!name) throw unexpected(source, at);
    const element: Element = { name, attributes: {}, children: [], start: at, end: 0 };
    open[open.length - 1]!.children.push(element);
    let i = NAME.lastIndex;
    for (;;) {
      while (source.charCodeAt(i) <= SPACE) i++;
      const code = source.charCodeAt(i);
      if (code === GREATER) {
        open.push(element);
        i++;
        break;
      }
      if (code === SLASH) {
        element.end = i += 2;
        break;
      }
      const equals = source.indexOf('="', i);
      const quote = equals === -1 ? -1 : source.indexOf('"', equals + 2);
      if (quote === -1) throw unexpected(source, i);
      element.attributes[source.slice(i, equals)] = source.slice(equals + 2, quote);
      i = quote + 1;
    }
    at = source.indexOf("<", i);
  }
  if (open.length !== 1) throw unexpected(source, source.length);
  return root;
}

const SPACE = 32;
const SLASH = 47;
const GREATER = 62;
const NAME = /[A-Za-z][\w:.-]*/y;

function unexpected(source: string, at: number): SyntaxError {
  return new SyntaxError(`unexpected markup at ${at}: ${source.slice(at, at + 40)}`);
}
