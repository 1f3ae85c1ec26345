// Colours for code: words, texts, notes and numbers, alike in most languages. Not a parser.

export type TokenKind = "plain" | "word" | "text" | "note" | "number" | "call";
export interface Token {
  text: string;
  kind: TokenKind;
}

const WORDS = new Set(
  "abstract as async await bool boolean break case catch class const continue def default defer delete do elif else enum except export extends extern false False final finally fn for from func function go if impl implements import in int interface is lambda let loop match mod mut new nil None not null of or package pass private protected pub public raise return self static str string struct super switch this throw throws trait true True try type typeof undefined use var void where while with yield SELECT FROM WHERE INSERT UPDATE DELETE JOIN ORDER BY GROUP LIMIT AND OR".split(
    " ",
  ),
);

const TOKEN =
  /(?<note>\/\/[^\n]*|(?<=^|\s)#[^\n]*|--\s[^\n]*|\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->)|(?<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|(?<number>\b\d[\d_.]*(?:[eE][+-]?\d+)?\w*\b)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|[^\p{L}_$"'`\d/#<-]+|[\s\S]/gmu;

/** Lines of tokens. */
export function highlight(code: string): Token[][] {
  const lines: Token[][] = [[]];
  for (const match of code.matchAll(TOKEN)) {
    const { note, text, number, word } = match.groups ?? {};
    const call = word !== undefined && code[match.index + match[0].length] === "(";
    const kind: TokenKind = note
      ? "note"
      : text
        ? "text"
        : number
          ? "number"
          : word && WORDS.has(word)
            ? "word"
            : call
              ? "call"
              : "plain";
    match[0].split("\n").forEach((part, i) => {
      if (i > 0) lines.push([]);
      if (part === "") return;
      const line = lines.at(-1)!;
      const last = line.at(-1);
      if (last?.kind === kind) last.text += part;
      else line.push({ text: part, kind });
    });
  }
  return lines;
}
