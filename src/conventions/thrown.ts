// Describes an error thrown while a configuration file is loaded: its line, its message, the packages that are missing.

import { basename, dirname, relative } from "node:path";
import type { SourceFile } from "./convention.ts";
import { isStoodIn } from "../load/link/stand-ins.ts";
import { toAbsent } from "./missing.ts";

/** The file, named with the line of it that an error comes from. */
export function thrownIn(file: SourceFile, error: unknown): SourceFile {
  const name = basename(file.absolute).replace(/\./g, "\\.");
  const line = new RegExp(`[/\\\\]${name}:(\\d+)`).exec(String((error as Error)?.stack))?.[1];
  return line === undefined ? file : { ...file, name: `${file.name}:${line}` };
}

/**
 * The error's message. For a failed import: all packages that are not installed, and the command that installs them.
 *
 * @param file the configuration, when it or what it imports may lack packages
 */
export function reasonOf(error: unknown, file?: SourceFile): string {
  const absent =
    file &&
    toAbsent(error, (specifier) => /^(?:offprint|react)(?:\/|$)/.test(specifier) || isStoodIn(specifier));
  if (!absent) return String((error as Error)?.message ?? error);
  const importer = absent.importer?.replace(/^file:\/\//, "");
  const other = importer === undefined || importer === file.absolute ? undefined : importer;
  return `${other === undefined ? "it" : relative(dirname(file.absolute), other)} imports ${absent.cure}.`;
}
