// Remix's `routes` option, in remix.config.* or in the plugin of a vite.config.*: the function is run, as a build would.

import { remixRoutesOptionAdapter, type RouteEntry } from "../compat/route-config.ts";
import type { Report, SourceFile } from "./convention.ts";
import { reasonOf } from "./thrown.ts";

type RoutesOption = Parameters<typeof remixRoutesOptionAdapter>[0];

/** The options that a plugin was called with, in what stands for it. */
const GIVEN = Symbol("options");

const plugin = (options?: object) => ({ [GIVEN]: options ?? {} });
const without = () => undefined;

/**
 * Imports of a vite.config.*, by specifier: the framework's plugins, which keep their options, and of Vite what a
 * configuration is written with. All others are the project's own.
 */
export const VITE_CONFIG_MODULES: Record<string, Record<string, unknown>> = {
  "@remix-run/dev": {
    vitePlugin: plugin,
    unstable_vitePlugin: plugin,
    cloudflareDevProxyVitePlugin: without,
    unstable_cloudflareDevProxyVitePlugin: without,
  },
  "@react-router/dev/vite": { reactRouter: plugin },
  "@react-router/dev/vite/cloudflare": { cloudflareDevProxy: without },
  vite: {
    defineConfig: (config: unknown) => config,
    loadEnv: () => ({ ...process.env }),
    mergeConfig: (one: object, other: object) => ({ ...one, ...other }),
  },
};

/**
 * The routes that the option of a configuration gives, relative to the folder of the app; none, and a mistake, where
 * they cannot be known.
 *
 * @param file of the configuration, named with the option's line
 */
export async function runRoutesOption(file: SourceFile, report: Report): Promise<RouteEntry[]> {
  try {
    return await remixRoutesOptionAdapter(await findOption(file));
  } catch (error) {
    report.mistake(
      file,
      `\`routes\` decides the URLs and the guards, and cannot be run: ${reasonOf(error, file)} ` +
        "Without it: write it into app/routes.ts (`future.v3_routeConfig`), as `export default remixRoutesOptionAdapter(…)` of @remix-run/routes-option-adapter.",
    );
    return [];
  }
}

async function findOption(file: SourceFile): Promise<RoutesOption> {
  const module = await file.load();
  const exported = await (module.default ?? module);
  const config: unknown =
    typeof exported === "function"
      ? await (exported as (about: object) => unknown)({
          command: "build",
          mode: "production",
          isSsrBuild: true,
        })
      : exported;
  const { routes, plugins = [] } = config as { routes?: unknown; plugins?: unknown[] };
  const options = (await Promise.all(plugins.flat(Infinity))).map(
    (one) => (one as { [GIVEN]?: { routes?: unknown } } | null)?.[GIVEN],
  );
  const found = [routes, ...options.map((one) => one?.routes)].find((one) => one !== undefined);
  if (typeof found !== "function") throw new TypeError("it is no function (defineRoutes) => ….");
  return found as RoutesOption;
}
