// What Vite puts into modules, over HTTP.

import { expect, test, vi } from "vitest";
import { openNext, openRemix } from "./open.ts";

test("?raw, import.meta.env and import.meta.glob give what a build of Vite gives", async () => {
  vi.stubEnv("VITE_SHOWN", "yes");
  vi.stubEnv("HIDDEN", "secret");
  vi.stubEnv("NODE_ENV", "production");
  const app = await openRemix({
    "x.ts": `
      import note from "./note.txt?raw";
      import far from "../far.md?raw";
      const { VITE_SHOWN, HIDDEN } = import.meta.env;
      export const loader = async () => ({
        note, far, VITE_SHOWN, HIDDEN: HIDDEN ?? null, dot: import.meta.env.HIDDEN ?? import.meta.env?.HIDDEN ?? null,
        all: import.meta.env,
        raw: import.meta.glob("./notes/*.txt", { eager: true, query: "?raw", import: "default" }),
        lazy: await Promise.all(Object.entries(import.meta.glob("../lib/**/*.ts")).map(async ([key, load]) => [key, (await load()).name])),
        eager: import.meta.glob(["../lib/**/*.ts", "!**/two.ts".replace("**", "../lib/deep")], { eager: true, import: "name" }),
        module: Object.keys(import.meta.glob("../lib/one.ts", { eager: true })["../lib/one.ts"]),
      });`,
    "note.txt": "hello\n",
    "../far.md": "# far",
    "notes/a.txt": "a",
    "notes/b.txt": "b",
    "../lib/one.ts": `export const name: string = "one";`,
    "../lib/deep/two.ts": `export const name = "two";`,
  });
  const seen = (await (await app.get("/x")).json()) as { all: Record<string, unknown> };
  expect(seen).toMatchObject({
    note: "hello\n",
    far: "# far",
    VITE_SHOWN: "yes",
    HIDDEN: null,
    dot: null,
    raw: { "./notes/a.txt": "a", "./notes/b.txt": "b" },
    lazy: [
      ["../lib/deep/two.ts", "two"],
      ["../lib/one.ts", "one"],
    ],
    eager: { "../lib/one.ts": "one" },
    module: ["name"],
  });
  const { BASE_URL, MODE, DEV, PROD, SSR, VITE_SHOWN, HIDDEN } = seen.all;
  expect({ BASE_URL, MODE, DEV, PROD, SSR, VITE_SHOWN, HIDDEN }).toEqual({
    BASE_URL: "/",
    MODE: "production",
    DEV: false,
    PROD: true,
    SSR: true,
    VITE_SHOWN: "yes",
    HIDDEN: undefined,
  });
  vi.unstubAllEnvs();
});

test.each([
  `import url from "./a.txt?url"; export const loader = () => url;`,
  `import logo from "./logo.svg"; export const action = () => logo;`,
  `import missing from "./missing.txt?raw"; export const loader = () => missing;`,
  `const all = import.meta.glob("/notes/*.txt"); export const loader = () => all;`,
  `const all = import.meta.glob("./*.txt", { query: "?url" }); export const loader = () => all;`,
])("what a bundle alone knows stops the start, with the file: %s", async (text) => {
  await expect(openRemix({ "x.ts": text, "a.txt": "a", "logo.svg": "<svg/>" })).rejects.toThrow(
    /app\/routes\/x\.ts: (?:"\.\/|import\.meta\.glob: )/,
  );
});

test("a picture that a route of Next.js imports stops the start, or where it also has a page, fails in words", async () => {
  const logo = `import logo from "../logo.png";`;
  await expect(
    openNext({ "x/route.ts": `${logo} export const GET = () => Response.json(logo);`, "logo.png": "" }),
  ).rejects.toThrow(/app\/x\/route\.ts: "\.\.\/logo\.png" is imported for its address.*readFile/);
  const app = await openNext({
    "logo.png": "",
    "x/opengraph-image.tsx": `${logo} export default () => Response.json({ width: logo.width });`,
    "../pages/api/all.ts": `import logo from "../logo.png"; export default (request, response) => response.json({ logo });`,
    "../pages/api/text.ts": `import logo from "../logo.png"; export default (request, response) => response.json({ text: typeof logo.src });`,
    "../pages/api/unused.ts": `import logo from "../logo.png"; export const Logo = () => logo; export default (request, response) => response.json({});`,
  });
  expect((await app.get("/api/unused")).status).toBe(200);
  for (const path of ["/x/opengraph-image", "/api/all", "/api/text"])
    expect((await app.get(path)).status, path).toBe(500);
  const said = JSON.stringify(app.logged).match(/logo\.png[^"]*" is imported for its address/g);
  expect(said?.length).toBeGreaterThanOrEqual(3);
});

test("a page, and a module of components, may have addresses; to use one in a resource fails in words", async () => {
  const app = await openRemix({
    "../root.tsx": `import styles from "./app.css?url"; export const links = () => [{ href: styles }]; export const middleware = []; export default () => null;`,
    "../header.tsx": `import logo from "./logo.svg"; export const Header = () => logo; export const text = "text"; export const address = () => logo + "?v=1";`,
    "x.ts": `import { text } from "../header"; export const loader = () => text;`,
    "y.ts": `import { address } from "../header"; export const loader = () => address();`,
  });
  expect(await (await app.get("/x")).text()).toBe("text");
  expect((await app.get("/y")).status).toBe(500);
  expect(JSON.stringify(app.logged)).toMatch(/logo\.svg.*is imported for its address/);
});
