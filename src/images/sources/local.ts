// Pictures of the project itself: named by `new URL("./logo.svg", import.meta.url)`, never by a string.

import { readFileSync, realpathSync, statSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ImageCache } from "../caches.ts";
import { LIMITS } from "../limits.ts";

/** Files that are kept: 32 MiB. */
const files = new ImageCache<{ bytes: Uint8Array; stamp: string }>({
  maxSize: 32 * 1024 * 1024,
  sizeCalculation: ({ bytes }) => bytes.length || 1,
});

/** Bytes of a file of the project, which is trusted with filters and style sheets. */
export class LocalPicture {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** True for a `file:` URL, whichever realm made it. */
export function isFileUrl(value: unknown): value is URL {
  return value instanceof URL && value.protocol === "file:";
}

/**
 * A picture's bytes, read again when the file has changed.
 *
 * @throws TypeError when the file is outside of the project, is not there, or is too large.
 */
export function readProjectFile(url: URL, root: string = process.cwd()): Uint8Array {
  let path: string;
  try {
    path = realpathSync(fileURLToPath(url));
  } catch (cause) {
    throw new TypeError(`There is no picture at ${url.href}.`, { cause });
  }
  const folder = realpathSync(root);
  if (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep))
    throw new TypeError(`${path} is outside of the project (${folder}); a picture must be inside of it.`);
  const { mtimeMs, size } = statSync(path);
  if (size > LIMITS.maxSourceBytes)
    throw new TypeError(`${path} has ${size} bytes; a picture may have ${LIMITS.maxSourceBytes}.`);
  const stamp = `${mtimeMs} ${size}`;
  const known = files.get(path);
  if (known?.stamp === stamp) return known.bytes;
  const bytes = readFileSync(path);
  files.set(path, { bytes, stamp });
  return bytes;
}
