// `npm run bench -- NAME [--json]` and `npm run chaos -- NAME [--json]` run bench/NAME.ts or bench/chaos-NAME.ts.
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLoader } from "./loader.mjs";

const [group, name, ...rest] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));
const prefix = group === "chaos" ? "chaos-" : "";
const file = ["ts", "tsx", "mjs"]
  .map((extension) => `${here}${prefix}${name}.${extension}`)
  .find((path) => existsSync(path));
if (!name || !file) {
  const names = readdirSync(here)
    .filter(
      (entry) =>
        /\.(?:mjs|tsx?)$/.test(entry) &&
        entry !== "run.mjs" &&
        entry.startsWith("chaos-") === (group === "chaos"),
    )
    .map((entry) => entry.replace(/\.\w+$/, "").slice(prefix.length));
  console.error(`Give one of: ${names.join(", ") || "(none yet)"}`);
  process.exit(1);
}
process.argv = [process.argv[0], file, ...rest];
const jiti = await createLoader(name);
await jiti.import(file);
