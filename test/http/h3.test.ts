// The routes as an h3 app inside another one.

import { H3, serve } from "h3";
import { expect, it } from "vitest";
import { appOf } from "../project.ts";

const ROUTES = {
  "hello/[name].txt.ts": "export const GET = ({ params }) => `Hello, ${params.name}!\\n`;",
  "boom.ts": "export const GET = () => { throw new Error('inside'); };",
};

it("is mounted under a path, with HTTP as it is everywhere", async () => {
  const { h3, logged } = await appOf(ROUTES);
  const outer = new H3().get("/own", () => "own").mount("/assets", h3);
  const response = await outer.request("/assets/hello/Ada%20L.txt");
  expect(await response.text()).toBe("Hello, Ada L!\n");
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const tag = response.headers.get("etag")!;
  const again = await outer.request("/assets/hello/Ada%20L.txt", { headers: { "if-none-match": tag } });
  expect(again.status).toBe(304);
  const refused = await outer.request("/assets/hello/Ada.txt", { method: "POST" });
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  expect((await outer.request("/assets/hello/%zz.txt")).status).toBe(400);
  const failed = await outer.request("/assets/boom");
  expect([failed.status, (await failed.text()).includes("inside")]).toEqual([500, false]);
  expect(logged.some(({ msg }) => msg === "The route failed")).toBe(true);
});

it("leaves to the outer app what is no route", async () => {
  const { h3 } = await appOf(ROUTES);
  const outer = new H3().mount("/assets", h3).get("/assets/**", () => "the outer's");
  expect(await (await outer.request("/assets/nothing")).text()).toBe("the outer's");
  expect((await outer.request("/hello/Ada.txt")).status).toBe(404);
});

it("is asked for what lies below the path under which its fetch is mounted, on a server too", async () => {
  const { fetch: answer } = await appOf({
    ...ROUTES,
    "assets/hello/[name].txt.ts": "export const GET = () => 'outer';",
  });
  const server = serve(new H3().mount("/assets", answer), { port: 0, hostname: "127.0.0.1", silent: true });
  try {
    await server.ready();
    const below = (path: string) => fetch(new URL(path, server.url)).then((response) => response.text());
    expect(await below("/assets/hello/Ada.txt")).toBe("Hello, Ada!\n");
    expect(await below("/assets/hello/Ada.txt?a=1")).toBe("Hello, Ada!\n");
  } finally {
    await server.close(true);
  }
});
