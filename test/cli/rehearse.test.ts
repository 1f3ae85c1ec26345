// A rehearsal asks each route for its first example, and for no more of it than the beginning.

import { expect, test } from "vitest";
import { rehearse } from "../../src/cli/rehearse.ts";
import { createLog } from "../../src/log.ts";
import { appOf } from "../project.ts";

test("the first example of each route, documents and images first; what fails does no harm", async () => {
  const app = await appOf({
    "text/[id].txt.ts": `export const examples = [{ id: "a" }, { id: "b" }];
      export const GET = () => "text";`,
    "long/[id].csv.ts": `export const examples = [{ id: "x" }];
      export async function* GET() {
        try { for (;;) yield "row\\n"; } finally { globalThis.closed = true; }
      }`,
    "card/[id].[ext(png|jpg)].ts": `export const examples = [{ id: "one" }];
      export const GET = () => { throw new Error("no card"); };`,
    "report/[id].pdf.ts": `export const examples = async () => [{ id: "JP" }];
      export const GET = () => new Response("%PDF");`,
    "plain.txt.ts": `export const GET = () => "not asked for";`,
    "failing/[id].txt.ts": `export const examples = async () => { throw new Error("no examples"); };
      export const GET = () => "text";`,
  });
  const asked: string[] = [];
  const fetch = (request: Request) => {
    asked.push(new URL(request.url).pathname);
    expect(request.headers.get("sec-purpose")).toBe("prefetch");
    return app.fetch(request);
  };
  await rehearse({ routes: app.routes, fetch }, "http://test", createLog({ level: "silent" }));
  expect(asked.slice(0, 2)).toEqual(["/report/JP.pdf", "/card/one.png"]);
  expect(asked.slice(2).sort()).toEqual(["/long/x.csv", "/text/a.txt"]);
  expect((globalThis as { closed?: boolean }).closed).toBe(true);
});
