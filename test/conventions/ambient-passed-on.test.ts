// As ambient.test.ts: in a process that has not asked for the present request before.

import { expect, test } from "vitest";
import { openNext } from "./open.ts";

test("passed on by a module of the project's own", async () => {
  const app = await openNext({
    "passed/route.ts": `
      import * as next from "../../lib/next";
      export async function GET() { return Response.json((await next["coo" + "kies"]()).get("a")?.value); }`,
    "../lib/next.ts": `export { cookies } from "next/headers";`,
  });
  expect(await (await app.get("/passed", { headers: { cookie: "a=1" } })).json()).toBe("1");
});
