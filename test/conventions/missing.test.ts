// Imports that resolve to nothing: what is said names the file, and how the module is made or installed.

import { expect, test } from "vitest";
import { openNext, openRemix } from "./open.ts";

const messages = (logged: readonly Record<string, unknown>[]) => logged.map(({ msg }) => String(msg));

test("a module that a command or a bundler makes is told apart from a package", async () => {
  const app = await openRemix({
    "../../tsconfig.json": `{ "compilerOptions": { "paths": {
      // made by a build
      "content/generated": ["./.content/generated"], "~/*": ["./app/*"]
    } } }`,
    "client.ts": `import { PrismaClient } from ".prisma/client/default"; export const loader = () => PrismaClient;`,
    "map.ts": `export const loader = async () => (await import("virtual:pwa/register")).default;`,
    "early.ts": `import routes from "virtual:pwa/register"; export const loader = () => routes;`,
    "posts.ts": `import { posts } from "content/generated"; export const loader = () => posts;`,
    "../../node_modules/content/package.json": '{ "exports": { ".": "./index.js" } }',
    "../../node_modules/content/index.js": "",
    "own.ts": `import { own } from "~/own.server"; export const loader = () => own;`,
    "both.ts": `import a from "no-such-package"; import b from "virtual:pwa/register"; import { posts } from "content/generated"; export const loader = () => [a, b, posts];`,
  });
  const said = messages(app.logged!).join("\n");
  expect(said).toContain(
    "app/routes/client.ts imports .prisma/client/default, which Prisma makes (npx prisma generate);",
  );
  expect(said).toContain(
    "app/routes/early.ts imports virtual:pwa/register, which is no file: a plugin of the framework's bundler makes it up;",
  );
  expect(said).toContain(
    "app/routes/posts.ts imports content/generated, which tsconfig.json takes from ./.content/generated, where nothing is: is it made by a build?;",
  );
  expect(said).toContain(
    "app/routes/own.ts imports ~/own.server, which tsconfig.json takes from ./app/*, where nothing is",
  );
  expect(said).toContain(
    "app/routes/both.ts imports no-such-package, which is not installed (npm install no-such-package);",
  );
  expect((await app.get("/map")).status).toBe(500);
});

test("of an instrumentation and of routes.ts all packages that are missing are named", async () => {
  await expect(
    openNext({
      "../instrumentation.ts": `import { one } from "no-such-otel"; import two from "@no-such/sentry"; export const register = () => one(two);`,
      "a/route.ts": "export const GET = () => new Response('a');",
    }),
  ).rejects.toThrow(
    /instrumentation\.ts: It failed: it imports no-such-otel, @no-such\/sentry, which are not installed \(npm install no-such-otel @no-such\/sentry\)\.$/m,
  );
  await expect(
    openRemix({
      "../routes.ts": `import { route } from "@react-router/dev/routes"; import { flat } from "no-such-flat"; import auto from "no-such-auto"; export default [...flat(auto), route("a", "routes/a.ts")];`,
      "a.ts": "export const loader = () => 1;",
    }),
  ).rejects.toThrow(/npm install no-such-flat no-such-auto\)\.$/m);
});
