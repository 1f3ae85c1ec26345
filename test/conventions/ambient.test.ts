// Functions that need the present request, where nothing had asked for them before the first request came.
// In a file of its own: once asked for, they are known to the process.

import { expect, test } from "vitest";
import { openNext } from "./open.ts";

test("imported inside a handler", async () => {
  const app = await openNext({
    "late/route.ts": `
      export async function GET() {
        const { cookies, headers } = await import("next/headers");
        return Response.json([(await cookies()).get("a")?.value, (await headers()).get("x-a")]);
      }`,
  });
  const init = { headers: { cookie: "a=1", "x-a": "2" } };
  expect(await (await app.get("/late", init)).json()).toEqual(["1", "2"]);
});
