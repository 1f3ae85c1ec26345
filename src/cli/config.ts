// offprint.config.ts: where routes come from. Everything in it is optional, and so is the file.

import { existsSync } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { durationFault } from "../routing/duration.ts";
import { createLoader } from "../load/modules.ts";
import { type PoolOptions, withDefaults } from "../pool/options.ts";
import { PORT_LIMITS, type PortLimits } from "../port/limits.ts";
import type { TrustProxy } from "../port/proxy.ts";
import { prefixFault, type Source } from "../conventions/source.ts";
import { checkOrigin } from "../http/origin.ts";
import { createOriginFinder, type Origins } from "../http/origins.ts";
import { unknownName } from "../did-you-mean.ts";

/** `offprint.config.ts`: everything has a default. */
export interface Config {
  /** Folders of routes. Default: `routes`, in the native convention. */
  sources?: Source[];
  /** Before every address of the app, such as `/assets`. Default: nothing. */
  base?: string;
  /** Folder of font files. Default `fonts`; faces that it lacks come from the package. */
  fonts?: string;
  /**
   * Scheme and authority of absolute URLs in feeds, sitemaps and images, such as
   * `https://example.com`. Default: the environment's `ORIGIN`, else where the server listens.
   * Never taken from a request's `Host`, but for those of `origins`.
   */
  origin?: string;
  /**
   * Origins that a request's host may choose in place of it, such as one for each tenant: `https://*.example.com`, or a
   * function that gives the origin of a host. Each has its own stored answers. Default: none.
   */
  origins?: Origins;
  /**
   * Seconds for which an answer may take to begin, where a route does not export its own
   * `maxDuration`; then 504 for that request alone. Default 60.
   */
  maxDuration?: number;
  /** The port of `offprint start` and `offprint dev`: see `ServeOptions`. */
  serve?: Partial<PortLimits> & {
    allowedHosts?: readonly string[];
    trustProxy?: TrustProxy;
    grace?: number;
    metricsToken?: string;
  };
  /** The children of `offprint start`: see `PoolOptions`. */
  pool?: Partial<Omit<PoolOptions, "app" | "args" | "log" | "observe">>;
  /** The cache of `offprint start`; `false` for none. */
  cache?: false | CacheConfig;
}

export interface CacheConfig {
  /** Folder of stored answers, relative to the project; `false` keeps them in memory alone. Default `.offprint/cache`. */
  directory?: string | false;
  /** Bytes of answers kept in memory. Default 64 MiB. */
  memoryBytes?: number;
  /** Bytes of answers kept in the folder. Default 1 GiB. */
  diskBytes?: number;
}

/**
 * Types `offprint.config.ts`.
 *
 * @example
 * export default defineConfig({ sources: [{ dir: "routes" }, { dir: "app", convention: "next" }] });
 */
export function defineConfig(config: Config): Config {
  return config;
}

/** Names of the configuration: the first that is there is read. */
export const CONFIG_FILES = ["offprint.config.ts", "offprint.config.js", "offprint.config.mjs"];

/**
 * Reads the project's configuration; `{}` when it has none.
 * @throws Error naming the file and the key that is wrong.
 */
export async function loadConfig(root: string): Promise<Config> {
  for (const file of CONFIG_FILES) {
    const path = join(root, file);
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (!there) continue;
    const module = await createLoader(root, { offprint: { defineConfig } }).load(path);
    const config = check(module.default, file);
    if (config.fonts !== undefined && !existsSync(join(root, config.fonts)))
      throw new TypeError(`${file}: \`fonts\`: there is no folder ${config.fonts} in ${root}.`);
    return config;
  }
  return {};
}

const KEYS = ["sources", "base", "fonts", "origin", "origins", "maxDuration", "serve", "pool", "cache"];
/** The keys of each part. */
const PARTS = {
  serve: [...Object.keys(PORT_LIMITS), "allowedHosts", "trustProxy", "grace", "metricsToken"],
  pool: Object.keys(withDefaults({ app: "" })).filter((key) => key !== "app"),
  cache: ["directory", "memoryBytes", "diskBytes"],
} satisfies Partial<Record<keyof Config, string[]>>;
const CONVENTIONS: readonly string[] = ["native", "remix", "next", "tanstack"];

function check(config: unknown, file: string): Config {
  if (typeof config !== "object" || config === null)
    throw new TypeError(`${file}: export the configuration as default: export default defineConfig({ … })`);
  for (const key of Object.keys(config))
    if (!KEYS.includes(key)) throw new TypeError(`${file}: ${unknownName(key, KEYS)}`);
  for (const [part, known] of Object.entries(PARTS))
    for (const key of Object.keys((config as Config)[part as keyof typeof PARTS] || {}))
      if (!known.includes(key)) throw new TypeError(`${file}: \`${part}\`: ${unknownName(key, known)}`);
  const { sources, origin, origins, maxDuration, pool } = config as Config;
  try {
    withDefaults({ ...pool, app: "" });
  } catch (error) {
    throw new TypeError(`${file}: ${(error as Error).message}`, { cause: error });
  }
  if (origin !== undefined) checkOrigin(origin, file);
  if (origins !== undefined) createOriginFinder(origins, "http://localhost", `${file}: \`origins\``);
  const wrong = maxDuration === undefined ? undefined : durationFault(maxDuration);
  if (wrong) throw new TypeError(`${file}: ${wrong}`);
  const fault = prefixFault((config as Config).base ?? "");
  if (fault) throw new TypeError(`${file}: \`base\`: ${fault}`);
  for (const source of sources ?? []) {
    if (typeof source.dir !== "string")
      throw new TypeError(`${file}: each of \`sources\` needs \`dir\`, a folder.`);
    if (source.convention && !CONVENTIONS.includes(source.convention))
      throw new TypeError(
        `${file}: the convention \`${source.convention}\` is not known. Valid are ${CONVENTIONS.join(", ")}.`,
      );
    const { ignore, loadContext, installed } = source;
    if (loadContext !== undefined && (typeof loadContext !== "string" || source.convention !== "remix"))
      throw new TypeError(
        `${file}: \`loadContext\` of a source is a file, and of the convention \`remix\` alone.`,
      );
    if (ignore !== undefined && !(Array.isArray(ignore) && ignore.every((one) => typeof one === "string")))
      throw new TypeError(`${file}: \`ignore\` of a source must be an array of globs.`);
    if (
      installed !== undefined &&
      !(Array.isArray(installed) && installed.every((one) => typeof one === "string"))
    )
      throw new TypeError(`${file}: \`installed\` of a source must be an array of packages.`);
  }
  return config;
}
