// Loads the TypeScript of a benchmark, with Offprint as it is deployed: built, and loaded by Node itself.
import { createJiti } from "jiti";

const deployed = (name) => import(new URL(`../dist/${name}.js`, import.meta.url));

/** Modules of `src` that a benchmark takes from `dist`, in the words in which it imports them, by its name. */
const BUILT = {
  og: {
    from: "../../src/",
    modules: [
      "assets/image",
      "fonts/catalog",
      "fonts/library",
      "http/fingerprint",
      "images/engine",
      "images/text/fit",
      "images/png/encode",
      "images/tree",
    ],
  },
  why: {
    from: "../src/",
    modules: [
      "images/engine",
      "images/general/layout",
      "images/general/raster",
      "images/plan",
      "images/png/encode",
      "images/retained/compare",
      "images/tree",
    ],
  },
  "chaos/fonts/child": {
    from: "../../../src/",
    modules: [
      "asset",
      "assets/pdf",
      "error",
      "fonts/catalog",
      "fonts/error",
      "fonts/file",
      "fonts/library",
      "fonts/sfnt",
      "fonts/with-faces",
      "assets/image-response",
      "images/text/face-file",
      "pdf/template/blocks",
      "fonts/shaping/subsetter",
      "fonts/shaping/lookups",
      "fonts/shaping/subset",
      "pdf/text/typeface",
    ],
  },
};

/** @param {string} benchmark Its name, by which `BUILT` has modules. */
export async function createLoader(benchmark) {
  const jsx = await deployed("jsx-runtime");
  const { from, modules } = BUILT[benchmark] ?? { from: "", modules: [] };
  return createJiti(import.meta.url, {
    jsx: { runtime: "automatic", importSource: "offprint" },
    virtualModules: {
      offprint: await deployed("index"),
      "offprint/jsx-runtime": jsx,
      ...Object.fromEntries(
        await Promise.all(modules.map(async (name) => [`${from}${name}.ts`, await deployed(name)])),
      ),
    },
  });
}
