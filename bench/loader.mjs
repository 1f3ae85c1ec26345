// Loads the TypeScript of a benchmark, with Offprint as it is deployed: built, and loaded by Node itself.
import { createJiti } from "jiti";

const deployed = (name) => import(new URL(`../dist/${name}.js`, import.meta.url));

/** Modules of `src` that benchmarks of social images use, in the words in which they import them. */
const ENGINE = [
  "assets/image",
  "fonts/catalog",
  "fonts/library",
  "http/fingerprint",
  "images/engine",
  "images/text/fit",
  "images/png/encode",
  "images/tree",
];

/** @param {boolean} engine Whether the modules of `ENGINE` are built ones too. */
export async function createLoader(engine) {
  const jsx = await deployed("jsx-runtime");
  const modules = engine ? ENGINE : [];
  return createJiti(import.meta.url, {
    jsx: { runtime: "automatic", importSource: "offprint" },
    virtualModules: {
      offprint: await deployed("index"),
      "offprint/jsx-runtime": jsx,
      ...Object.fromEntries(
        await Promise.all(modules.map(async (name) => [`../../src/${name}.ts`, await deployed(name)])),
      ),
    },
  });
}
