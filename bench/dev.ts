// `offprint dev` on a copy of the atlas: from saving a file to the new answer, and what a mistake looks like.
//
//   npm run bench -- dev [--times 10] [--json]
//
// Passes when every change shows within 500 ms, and mistakes are told, keep to their own file where
// they can, and are over when they are mended.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, get, option, percentile, report, round, sleep } from "./chaos/harness.ts";

const times = option("times", 10);
const atlas = fileURLToPath(new URL("..", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "offprint-dev-"));
for (const part of ["routes", "templates", "fonts", "package.json", "package-lock.json", "tsconfig.json"])
  cpSync(join(atlas, part), join(root, part), { recursive: true });
symlinkSync(join(atlas, "node_modules"), join(root, "node_modules"));
const route = join(root, "routes/changed.txt.ts");
const template = join(root, "templates/changed.ts");
const save = (file: string, text: string) => writeFileSync(file, text);
const answering = (text: string) => save(route, `export const GET = () => ${JSON.stringify(text)};\n`);
answering("at first");

const port = await freePort();
const dev = spawn(
  process.execPath,
  [join(atlas, "dist/cli/main.js"), "dev", root, "--port", String(port), "--host", "127.0.0.1"],
  { stdio: "ignore", env: { ...process.env, ATLAS_DATA: join(atlas, ".offprint") } },
);
process.once("exit", () => {
  dev.kill("SIGKILL");
  rmSync(root, { recursive: true, force: true });
});
await until("/changed.txt", (status) => status === 200, 20_000);
// The second process, which waits with everything loaded, comes a moment after the first.
await sleep(3_000);

const routeMs: number[] = [];
const templateMs: number[] = [];
for (let i = 0; i < times; i++) {
  answering(`change ${i}`);
  routeMs.push(await until("/changed.txt", (_, text) => text === `change ${i}`));
  await sleep(1_500);
}
save(template, `export const word = "none";\n`);
save(
  route,
  `import { word } from "../templates/changed.ts";\nexport const GET = () => "The word: " + word;\n`,
);
await until("/changed.txt", (_, text) => text === "The word: none");
for (let i = 0; i < times; i++) {
  await sleep(1_500);
  save(template, `export const word = "word ${i}";\n`);
  templateMs.push(await until("/changed.txt", (_, text) => text === `The word: word ${i}`));
}

const steps: Record<string, number> = {};
const told: Record<string, string> = {};
const health = async () => (await get(port, "/health")).status;
const others: number[] = [];
const shown = (text: string) => text.split("\n").slice(0, 4).join(" ").slice(0, 160);

await step("a syntax error is told", () => save(route, "export const GET = ( => 1;\n"), 500);
others.push(await health());
await step("and over when it is mended", () => answering("mended"), 200);
await step("a module that throws", () => save(route, `throw new Error("no such luck");\n`), 500);
others.push(await health());
await step("a handler that throws", () => save(route, `export const GET = () => { null.x; };\n`), 500);
others.push(await health());
await step("a misnamed export is told", () => save(route, `export const get = () => "x";\n`), 500);
await step("mended again", () => answering("mended"), 200);
await step("a deleted file is a 404", () => rmSync(route), 404);
others.push(await health());
await step("a new file is a route", () => answering("new"), 200);

const summary = (values: number[]) => [round(percentile(values, 0.5), 0), round(Math.max(...values), 0)];
const all = [...routeMs, ...templateMs, ...Object.values(steps)];
report(
  "offprint dev: from a save to the new answer",
  {
    "a route, ms (p50, max)": summary(routeMs),
    "a template, ms (p50, max)": summary(templateMs),
    ...Object.fromEntries(Object.entries(steps).map(([name, ms]) => [`${name}, ms`, round(ms, 0)])),
    "what the browser shows": told,
  },
  {
    "every change shows within 500 ms": all.every((ms) => ms <= 500),
    "every mistake names its file": Object.entries(told).every(
      ([name, text]) => !/told|throws/.test(name) || text.includes("changed.txt.ts"),
    ),
    "other routes answer beside a broken one": others.every((status) => status === 200),
  },
);

/** Makes a change and waits for the status that it leads to. */
async function step(name: string, change: () => void, status: number): Promise<void> {
  await sleep(1_500);
  const old = await get(port, "/changed.txt").catch(() => undefined);
  change();
  steps[name] = await until(
    "/changed.txt",
    (now, text) => now === status && (now !== old?.status || text !== old.body.toString()),
  );
  told[name] = shown((await get(port, "/changed.txt")).body.toString());
}

/** Milliseconds until a path answers so. */
async function until(
  path: string,
  holds: (status: number, text: string) => boolean,
  within = 5_000,
): Promise<number> {
  const from = performance.now();
  while (performance.now() - from < within) {
    const answer = await get(port, path).catch(() => undefined);
    if (answer && holds(answer.status, answer.body.toString())) return performance.now() - from;
    await sleep(5);
  }
  return Infinity;
}
