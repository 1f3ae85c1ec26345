// Content streams as a validator reads them: which codes each font shows, and what stands outside of marked content.
import { Objects, type Dictionary, type Value } from "../objects.ts";

/** A document with the data of its streams. */
export class Document extends Objects {
  constructor(bytes: Uint8Array) {
    super(bytes, ["--json-stream-data=inline", "--decode-level=generalized"]);
  }

  data(reference: Value | undefined): Buffer {
    const object = this.listing.qpdf[1][`obj:${String(reference)}`] as { stream?: { data?: string } };
    return Buffer.from(object?.stream?.data ?? "", "base64");
  }
}

/** What content streams show. */
export interface Shown {
  /** Codes of two bytes by the reference of their font. */
  codes: Map<string, Set<number>>;
  /** Operators of pages that paint outside of artifacts and tagged content. */
  unmarked: string[];
  /** Languages of parts of the text. */
  languages: string[];
  /** All operators. */
  operators: Map<string, number>;
}

const TOKEN = /\((?:\\[^]|[^\\()])*\)|<<|>>|<[0-9a-fA-F\s]*>|[[\]]|\/[^\s/<>[\]()]*|[^\s/<>[\]()]+/g;
const PAINTS = new Set(["Tj", "TJ", "f", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh"]);

/** Reads the pages, and the forms that they and annotations show. */
export function readContent(document: Document): Shown {
  const shown: Shown = { codes: new Map(), unmarked: [], languages: [], operators: new Map() };
  const seen = new Set<string>();
  const forms = (resources: Value | undefined) => {
    const names = (document.at(resources, "/XObject") ?? {}) as Dictionary;
    for (const form of Object.values(names)) {
      if (seen.has(String(form)) || document.at(form, "/Subtype") !== "/Form") continue;
      seen.add(String(form));
      const inner = document.at(form, "/Resources") ?? resources;
      interpret(document, document.data(form).toString("latin1"), inner, shown, false);
      forms(inner);
    }
  };
  for (const { object } of document.listing.pages) {
    const contents = document.at(object, "/Contents");
    const list = Array.isArray(contents)
      ? (contents as Value[])
      : [(document.open(object) as Dictionary)["/Contents"]!];
    const source = list.map((each) => document.data(each).toString("latin1")).join("\n");
    const resources = document.at(object, "/Resources");
    interpret(document, source, resources, shown, true);
    forms(resources);
  }
  return shown;
}

function interpret(
  document: Document,
  source: string,
  resources: Value | undefined,
  shown: Shown,
  page: boolean,
): void {
  const operands: string[] = [];
  const marks: boolean[] = [];
  const fonts = (document.at(resources, "/Font") ?? {}) as Dictionary;
  let font = "";
  for (const [token] of source.matchAll(TOKEN)) {
    if (!/^[A-Za-z'"][A-Za-z0-9*]*$/.test(token) || token === "true" || token === "false") {
      operands.push(token);
      continue;
    }
    shown.operators.set(token, (shown.operators.get(token) ?? 0) + 1);
    if (token === "Tf") font = String(fonts[operands.at(-2)!]);
    else if (token === "BMC" || token === "BDC")
      marks.push(operands[0] === "/Artifact" || operands.some((each) => each === "/MCID"));
    else if (token === "EMC") marks.pop();
    else if (token === "TJ" || token === "Tj") {
      const codes = shown.codes.get(font) ?? new Set();
      shown.codes.set(font, codes);
      for (const operand of operands) for (const code of codesOf(operand)) codes.add(code);
    }
    if (token === "BDC" && operands.includes("/Lang"))
      shown.languages.push(operands[operands.indexOf("/Lang") + 1]!.slice(1, -1));
    if (page && PAINTS.has(token) && !marks.some(Boolean)) shown.unmarked.push(token);
    operands.length = 0;
  }
}

/** Codes of two bytes in a string. */
function codesOf(token: string): number[] {
  let bytes: Buffer;
  if (token.startsWith("(")) {
    const text = token
      .slice(1, -1)
      .replace(/\\([^])/g, (_, c: string) => ({ r: "\r", n: "\n", t: "\t" })[c] ?? c);
    bytes = Buffer.from(text, "latin1");
  } else if (/^<[^<]/.test(token)) bytes = Buffer.from(token.slice(1, -1), "hex");
  else return [];
  return Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readUInt16BE(2 * i));
}

/** Codes of a `ToUnicode` CMap with their texts; throws where a range runs past its last byte (ISO 32000-1 §9.10.3). */
export function readCMap(source: string): Map<number, string> {
  const map = new Map<number, string>();
  for (const [, body] of source.matchAll(/beginbfchar\s([^]*?)endbfchar/g))
    for (const [, from, to] of body!.matchAll(/<(\w+)>\s*<(\w+)>/g)) map.set(parseInt(from!, 16), utf16(to!));
  for (const [, body] of source.matchAll(/beginbfrange\s*([^]*?)endbfrange/g)) {
    for (const [, first, list] of body!.matchAll(/<(\w+)>\s*<\w+>\s*\[([^\]]*)\]/g))
      [...list!.matchAll(/<(\w+)>/g)].forEach(([, to], i) => map.set(parseInt(first!, 16) + i, utf16(to!)));
    for (const [, first, last, to] of body!.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const [a, b, c] = [parseInt(first!, 16), parseInt(last!, 16), parseInt(to!, 16)];
      if (a >> 8 !== b >> 8 || (c & 255) + b - a > 255)
        throw new Error(`The range <${first}><${last}> runs past its last byte.`);
      for (let code = a; code <= b; code++) map.set(code, String.fromCharCode(c + code - a));
    }
  }
  return map;
}

const utf16 = (hex: string) => Buffer.from(hex, "hex").swap16().toString("utf16le");
