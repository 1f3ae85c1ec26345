// A convention turns the files of a folder into routes. Nothing after it knows which one it was.

import type { Packages } from "../load/modules.ts";
import type { Route } from "../routing/route.ts";

/** A file that may be a route. */
export interface SourceFile {
  /** Path inside the source's folder, with `/`, such as `reports/[id].pdf.ts`. */
  path: string;
  /** Path for people: relative to the project. */
  name: string;
  /** Absolute path. */
  absolute: string;
  /** Loads it as a module (TypeScript and JSX too). Rejects with what the module throws. */
  load(): Promise<Record<string, unknown>>;
  /** Its export names, read without running it; `*` where it passes on another module's. */
  exports(): Promise<string[]>;
  /** Its source text. */
  text(): Promise<string>;
}

/** A source's folder, options and neighbouring files. */
export interface Surroundings {
  /** Absolute path of the folder. */
  dir: string;
  /** The file that makes the context of each request, where the source names one. */
  loadContext?: SourceFile;
  /** True for a file, relative to the folder, that its source's `ignore` leaves out. */
  ignores(path: string): boolean;
  /** Prefix of all its URLs, such as `/assets`; empty for none. */
  prefix: string;
  /** A file by its path relative to the folder, whether it is there or not. */
  file(path: string): SourceFile;
  /** A file by its path relative to the folder, without its extension: `../root`. */
  module(path: string): Promise<SourceFile | undefined>;
  /** The files below a folder, by its path relative to this one: `../pages/api`. None where there is no such folder. */
  files(path: string): Promise<SourceFile[]>;
  /** Sets how packages are resolved in modules that are loaded from now on. */
  usePackages(packages: Packages): void;
}

/** How a convention says what it found; it never throws for a mistake in one file. */
export interface Report {
  /** A mistake that must be mended before the app can start: the file, the export and the cure. */
  mistake(file: SourceFile, message: string): void;
  /** Something worth one calm line, such as a page that is skipped. */
  note(file: SourceFile, message: string): void;
  /**
   * The module threw while it was loaded: its routes answer 500, the others work. What a stand-in
   * lacks is a mistake instead.
   *
   * @param answers the subject of "… 500". Default: "its URL answers"
   */
  failed(file: SourceFile, error: unknown, answers?: string): void;
}

export interface Convention {
  name: string;
  /** Whether its patterns have the source's prefix already. */
  putsPrefix?: boolean;
  /** Modules that stand in for the framework's own imports, by specifier. `dir` is the absolute folder of routes. */
  modules?(dir: string): Promise<Record<string, Record<string, unknown>>>;
  /** Turns the files (sorted by path) into routes. */
  routes(files: readonly SourceFile[], report: Report, around: Surroundings): Promise<Route[]>;
}
