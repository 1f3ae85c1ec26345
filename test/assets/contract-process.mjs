// The second process of the asset contract: prints the key and the digests of one module's asset.
import { fileURLToPath } from "node:url";
import { createJiti } from "jiti";

const [module] = process.argv.slice(2);
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const jiti = createJiti(import.meta.url, {
  jsx: { runtime: "automatic", importSource: "offprint" },
  alias: { offprint: at("../../src/index.ts"), "offprint/jsx-runtime": at("../../src/jsx-runtime.ts") },
});
const { create } = await jiti.import(module);
const { fingerprint } = await jiti.import("../../src/http/fingerprint.ts");
const { loadFonts } = await jiti.import("../../src/fonts/library.ts");
const { shippedFonts } = await jiti.import("../../src/fonts/catalog.ts");

const fonts = await loadFonts(shippedFonts);
const result = { key: fingerprint(create().key) };
for (const type of create().types) {
  const body = await create().render({
    type,
    url: "https://example.org/blog/asset",
    fonts,
    signal: new AbortController().signal,
    time: () => () => {},
    warn: () => {},
  });
  const bytes = Buffer.from(await new Response(body).arrayBuffer());
  result[type] = fingerprint(bytes);
}
console.log(JSON.stringify(result));
