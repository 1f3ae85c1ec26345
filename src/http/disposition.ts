// Content-Disposition for any Unicode file name: RFC 6266 §4, RFC 8187.

import { extensionOf, extensionOfType, typeOfExtension } from "./types.ts";

/** Control characters, and the invisible and bidirectional ones that can disguise a name. */
const UNSEEN =
  // oxlint-disable-next-line no-misleading-character-class -- a set of single code points
  /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFFD]/g;

/**
 * The header for a file name: an ASCII fallback, and the name itself in UTF-8 where that differs.
 * Path separators, control characters and quotes do not pass. The type's extension is added to a
 * name that lacks it.
 *
 * @example
 * contentDisposition("日本 2026", "application/pdf", "inline");
 * // inline; filename="2026.pdf"; filename*=UTF-8''%E6%97%A5%E6%9C%AC%202026.pdf
 */
export function contentDisposition(filename: string, type: string, mode: "inline" | "attachment"): string {
  const name = safeName(filename, type);
  const dot = name.lastIndexOf(".");
  const stem = toAscii(dot < 0 ? name : name.slice(0, dot)) || "file";
  const extension = dot < 0 ? "" : toAscii(name.slice(dot + 1));
  const fallback = extension === "" ? stem : `${stem}.${extension}`;
  const header = `${mode}; filename="${fallback}"`;
  return fallback === name ? header : `${header}; filename*=UTF-8''${encode(name)}`;
}

function safeName(filename: string, type: string): string {
  const name = withoutPath(filename.toWellFormed().normalize("NFC"));
  const extension = extensionOfType(type);
  const own = typeOfExtension(extensionOf(name));
  if (!extension || own === typeOfExtension(extension)) return name || "file";
  return `${name || "file"}.${extension}`;
}

/** A name that leads nowhere: without separators, what is unseen, and dots at its start. */
function withoutPath(name: string): string {
  return name
    .replace(UNSEEN, "")
    .replace(/[\\/:*?"<>|]+/g, "-")
    .trim()
    .replace(/^[.\s]+/, "");
}

/** The compatibility form (NFKD) of a full-width solidus is a solidus: paths are looked for in what comes of it. */
function toAscii(text: string): string {
  const ascii = text
    .normalize("NFKD")
    .replace(/\p{Pd}/gu, "-")
    .replace(/[^\x20-\x7E]+/g, "")
    .replace(/%/g, "-")
    .replace(/ +/g, " ");
  return withoutPath(ascii);
}

/** RFC 8187 §3.2.1: percent-encodes everything but attr-char. */
function encode(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
