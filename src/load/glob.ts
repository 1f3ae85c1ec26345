// Globs that leave files out, in the part of minimatch's language that people write.

/**
 * True when a path matches one of the globs: `**`, `*`, `?`, `[a-z]`, `{a,b}` and `@(a|b)`, `?()`, `*()`, `+()`.
 * As everywhere, `*` does not begin with a dot.
 *
 * @throws Error for `!(…)`, and for brackets that do not close.
 */
export function matchesAny(globs: readonly string[]): (path: string) => boolean {
  const all = globs.map(toRegExp);
  return (path) => all.some((one) => one.test(path));
}

const SPECIAL = /^(?:([?*+@!])\(|\[([!^]?)([^\]]+)\]|\*\*(?:\/|$)|\\.|.)/s;

function toRegExp(glob: string): RegExp {
  const text = glob.replace(/^\.\//, "");
  const open: { separator: string; close: string; times: string }[] = [];
  let out = "";
  for (let i = 0; i < text.length;) {
    const starts = i === 0 || text[i - 1] === "/";
    const visible = starts ? "(?!\\.)" : "";
    const [piece, times, not, set] = SPECIAL.exec(text.slice(i))!;
    i += piece.length;
    if (times === "!") throw new Error(`The glob ${JSON.stringify(glob)} has !(…), which is not understood`);
    if (times !== undefined) {
      open.push({ separator: "|", close: ")", times: times === "@" ? "" : times });
      out += "(?:";
    } else if (set !== undefined) out += `[${not ? "^" : ""}${set.replace(/\\/g, "\\\\")}]`;
    else if (piece === "{") {
      open.push({ separator: ",", close: "}", times: "" });
      out += "(?:";
    } else if (piece === open.at(-1)?.separator) out += "|";
    else if (piece === open.at(-1)?.close) out += `)${open.pop()!.times}`;
    // Folders that are hidden are not looked into.
    else if (piece === "**/") out += starts ? "(?:(?!\\.)[^/]+/)*" : "[^/]*/";
    else if (piece === "**") out += starts ? "(?!\\.)(?:(?!/\\.).)*" : "[^/]*";
    else if (piece === "*") out += `${visible}[^/]*`;
    else if (piece === "?") out += `${visible}[^/]`;
    else out += (piece.length > 1 ? piece.slice(1) : piece).replace(/[^\w/]/g, "\\$&");
  }
  if (open.length > 0) throw new Error(`The glob ${JSON.stringify(glob)} has a bracket that does not close`);
  return new RegExp(`^${out}$`, "s");
}
