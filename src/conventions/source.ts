// A folder of routes, and how its files are read.

/** Names of the conventions. */
export type ConventionName = "native" | "remix" | "next" | "tanstack";

/** A folder of routes. */
export interface Source {
  /** Folder, relative to the project. */
  dir: string;
  /** How its file names and exports are read. Default `native`. */
  convention?: ConventionName;
  /** Before each of its addresses, such as `/assets`. Default: nothing. */
  prefix?: string;
  /** Globs of files that are no routes, relative to the folder, such as `["*.fixture.ts", "drafts/**"]`. Default: none. */
  ignore?: readonly string[];
  /**
   * Of the convention `remix`: the file, relative to the project, whose `getLoadContext({ request })` makes the context
   * that loaders, actions and middleware are given. Default: an empty one.
   */
  loadContext?: string;
  /**
   * Packages that are the installed ones where Offprint has its own in their place, such as `["@vercel/og"]`. Default: none.
   */
  installed?: readonly string[];
}

/** Validates the `prefix` of a source: the message for the developer, or undefined if it is valid. */
export function prefixFault(prefix: unknown): string | undefined {
  if (prefix === "" || (typeof prefix === "string" && /^(?:\/[\w.~-]+)+$/.test(prefix))) return undefined;
  return `it must start with a slash and not end in one, such as "/assets", not ${JSON.stringify(prefix)}.`;
}
