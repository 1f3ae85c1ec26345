// A tree back to source, for a renderer: well-formed whatever was read.

import type { Element } from "./read.ts";

/** Properties that resvg takes from `style` alone. */
const IN_STYLE = new Set(["mix-blend-mode", "isolation", "font-kerning"]);

/** An element and all in it. The root must declare the namespace `xlink`. */
export function writeElement({ name, attributes, content }: Element): string {
  const start = `<${name}${writeAttributes(attributes)}`;
  if (!content.length) return `${start}/>`;
  const inner = content.map((part) => (typeof part === "string" ? escapeText(part) : writeElement(part)));
  return `${start}>${inner.join("")}</${name}>`;
}

/** Attributes whose names are names. */
export function writeAttributes(attributes: Readonly<Record<string, string>>): string {
  let out = "";
  let style = "";
  for (const [name, value] of Object.entries(attributes)) {
    if (IN_STYLE.has(name)) style += `${name}:${value.replace(/[^\w-]/g, "")};`;
    else if (NAME.test(name)) out += ` ${name === "href" ? "xlink:href" : name}="${escapeText(value)}"`;
  }
  return style ? `${out} style="${style}"` : out;
}

const NAME = /^(?:xml:|xmlns:)?[A-Za-z][\w-]*$/;

/** Text without what XML cannot hold. */
const escapeText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "");
