// next.config.*: reads and checks the keys that affect routes, and notes the others.

import type { Report, SourceFile, Surroundings } from "./convention.ts";
import type { Failed } from "./next-instrumentation.ts";
import type { Conditional } from "./next-matcher.ts";
import { packagesOnNext } from "./next-version.ts";
import { reasonOf, thrownIn } from "./thrown.ts";

/** A rule of `redirects()` or `rewrites()`. */
export interface Rule extends Conditional {
  destination: string;
  /** False: of the whole host, not below `basePath`. */
  basePath?: false;
  permanent?: boolean;
  statusCode?: number;
}

/** A rule of `headers()`. */
export interface HeaderRule extends Conditional {
  basePath?: false;
  headers: readonly { key: string; value: string }[];
}

export interface Rewrites {
  beforeFiles: readonly Rule[];
  afterFiles: readonly Rule[];
  fallback: readonly Rule[];
}

/** The part of `next.config` that affects routes. */
export interface NextConfig {
  /** Before every path, such as `/docs`; empty for none. */
  basePath: string;
  /** Whether paths end in a slash. */
  trailingSlash: boolean;
  /** Extensions of files that are routes, without their dot. */
  pageExtensions: readonly string[];
  headers: readonly HeaderRule[];
  redirects: readonly Rule[];
  rewrites: Rewrites;
  compress: boolean;
  generateEtags: boolean;
}

/** Options that all routes of a project share. */
export interface NextProject extends NextConfig {
  /** Reports faults of handlers to `onRequestError`. */
  failed?: Failed;
  /** Major version of Next.js that it is written for. */
  version: number;
}

const DEFAULTS: NextConfig = {
  basePath: "",
  trailingSlash: false,
  pageExtensions: ["tsx", "ts", "jsx", "js"],
  headers: [],
  redirects: [],
  rewrites: { beforeFiles: [], afterFiles: [], fallback: [] },
  compress: true,
  generateEtags: true,
};

/** Keys that are read here, or concern pages and builds in a way that no route can notice. */
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(DEFAULTS),
  "env",
  "poweredByHeader",
  "assetPrefix",
  "serverExternalPackages",
  "transpilePackages",
  "i18n",
]);

/**
 * Reads the configuration beside a folder of routes, and puts its `env` into the environment.
 *
 * @param above the project's folder as seen from the routes: `..`
 */
export async function loadNextConfig(
  above: string,
  report: Report,
  around: Surroundings,
): Promise<NextConfig> {
  process.env.NEXT_RUNTIME ??= "nodejs";
  const onNext = packagesOnNext(around.dir);
  around.usePackages({ transform: onNext });
  const file = await around.module(`${above}/next.config`);
  if (!file) return { ...DEFAULTS };
  try {
    const given = await read(file);
    setEnvironment(given.env);
    const native = names(given.serverExternalPackages);
    around.usePackages({
      transform: [...names(given.transpilePackages), ...onNext.filter((name) => !native.includes(name))],
      native,
    });
    tell(given, file, report);
    return await toConfig(given);
  } catch (error) {
    report.mistake(
      thrownIn(file, error),
      `It could not be read, and its redirects, headers and rewrites would be missing: ${reasonOf(error, file)}`,
    );
    return { ...DEFAULTS };
  }
}

type Given = Record<string, unknown>;

/** The configuration as a build would read it: rules are written down then, not when the server starts. */
async function read(file: SourceFile): Promise<Given> {
  const module = await file.load();
  const phase =
    process.env.NODE_ENV === "development" ? "phase-development-server" : "phase-production-build";
  const exported = await (module.default ?? module);
  const config: unknown =
    typeof exported === "function"
      ? await (exported as (phase: string, more: object) => unknown)(phase, {
          defaultConfig: { ...DEFAULTS },
        })
      : exported;
  if (typeof config !== "object" || config === null) throw new TypeError("it exports no configuration.");
  return config as Given;
}

function setEnvironment(env: unknown): void {
  for (const [name, value] of Object.entries(env ?? {}))
    if (value !== undefined && !/^(?:NODE_|__|NEXT_RUNTIME$)/.test(name)) process.env[name] = String(value);
}

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function tell(given: Given, file: SourceFile, report: Report): void {
  const others = Object.keys(given).filter((key) => given[key] !== undefined && !KNOWN.has(key));
  if (others.length > 0)
    report.note(file, `Of no effect on routes here: ${others.map((key) => `\`${key}\``).join(", ")}.`);
  if (given.i18n)
    report.note(file, "`i18n` has no effect: no path is given a locale. Put it into the path: app/[locale].");
}

async function toConfig(given: Given): Promise<NextConfig> {
  const basePath = given.basePath ?? "";
  if (typeof basePath !== "string" || (basePath !== "" && !/^\/.*[^/]$/.test(basePath)))
    throw new TypeError(
      `\`basePath\` must start with a slash and not end in one, not ${JSON.stringify(basePath)}.`,
    );
  const rewrites = await rules(given.rewrites);
  return {
    basePath,
    trailingSlash: given.trailingSlash === true,
    pageExtensions: Array.isArray(given.pageExtensions)
      ? names(given.pageExtensions)
      : DEFAULTS.pageExtensions,
    headers: list<HeaderRule>(await rules(given.headers), "headers", "headers").map(checkFields),
    redirects: list<Rule>(await rules(given.redirects), "redirects", "destination"),
    rewrites: Array.isArray(rewrites)
      ? { ...DEFAULTS.rewrites, afterFiles: list<Rule>(rewrites, "rewrites", "destination") }
      : toRewrites(rewrites),
    compress: given.compress !== false,
    generateEtags: given.generateEtags !== false,
  };
}

const rules = (value: unknown): unknown =>
  typeof value === "function" ? (value as () => unknown)() : undefined;

function toRewrites(given: unknown): Rewrites {
  const { beforeFiles, afterFiles, fallback } = (given ?? {}) as Partial<Record<keyof Rewrites, unknown>>;
  return {
    beforeFiles: list<Rule>(beforeFiles, "rewrites", "destination"),
    afterFiles: list<Rule>(afterFiles, "rewrites", "destination"),
    fallback: list<Rule>(fallback, "rewrites", "destination"),
  };
}

/** @throws TypeError naming a field that could not be sent. */
function checkFields(rule: HeaderRule): HeaderRule {
  for (const { key, value } of rule.headers)
    try {
      new Headers().set(String(key).replace(/:\w+[*+?]?/g, "x"), value);
    } catch {
      throw new TypeError(
        `\`headers()\` for ${rule.source}: ${JSON.stringify(key)} with ${JSON.stringify(value)} cannot be sent.`,
      );
    }
  return rule;
}

function list<T extends Conditional>(value: unknown, name: string, needed: keyof T & string): readonly T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new TypeError(`\`${name}()\` must give an array.`);
  for (const rule of value as Partial<T>[])
    if (typeof rule?.source !== "string" || rule[needed] === undefined)
      throw new TypeError(
        `Each rule of \`${name}()\` needs \`source\` and \`${needed}\`: ${JSON.stringify(rule)}.`,
      );
  return value as T[];
}
