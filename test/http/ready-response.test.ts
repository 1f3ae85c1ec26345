// An answer that goes out without a Headers or a stream being made for it is still a whole Response.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve, useFastResponse, type Server } from "offprint";
import { bodyTag } from "../../src/http/body-tag.ts";
import { HeaderMap } from "../../src/http/header-map.ts";
import { jsonReply } from "../../src/http/json-reply.ts";
import { NextResponse } from "../../src/compat/next/response.ts";
import { ReadyResponse } from "../../src/http/ready-response.ts";
import { appOf } from "../project.ts";

const platform = globalThis.Response;
const ready = (body: string | null = "text", status = 200): ReadyResponse =>
  new ReadyResponse({ status, headers: new HeaderMap([["X-One", "1"]]), body });

describe("a ready response", () => {
  it("is a Response with all that belongs to one", async () => {
    const response = ready();
    expect(response).toBeInstanceOf(platform);
    expect([response.status, response.ok, response.reply !== undefined]).toEqual([200, true, true]);
    expect(response.headers.get("x-one")).toBe("1");
    expect(await response.clone().text()).toBe("text");
    expect([await response.text(), response.bodyUsed]).toEqual(["text", true]);
    expect([ready(null, 304).status, ready(null, 304).ok, ready(null, 304).body]).toEqual([304, false, null]);
  });

  it("sends what was changed, not what it was made of", () => {
    const response = ready();
    response.headers.set("x-two", "2");
    expect(response.reply).toBeUndefined();
    expect(response._toNodeResponse().headers).toEqual(expect.arrayContaining(["x-one", "1", "x-two", "2"]));
  });
});

describe("JSON with fields", () => {
  const told = async (make: () => Response) => {
    try {
      const response = make();
      return [response.status, response.statusText, [...response.headers], await response.text()];
    } catch (error) {
      return (error as Error).name;
    }
  };
  const inits: [string, unknown][] = [
    ["none", undefined],
    ["a plain field", { headers: { ETag: '"a"' } }],
    ["a status", { status: 201, headers: { "X-One": "a b" } }],
    ["a status text", { status: 201, statusText: "Made" }],
    ["a type of its own", { headers: { "Content-Type": "application/feed+json" } }],
    ["a name twice", { headers: { "x-a": "1", "X-A": "2" } }],
    ["space around a value", { headers: { "x-a": "  1 " } }],
    ["an empty value", { headers: { "x-a": "" } }],
    ["a number", { headers: { "x-a": 1 } }],
    ["letters beyond ASCII", { headers: { "x-a": "é" } }],
    [
      "pairs",
      {
        headers: [
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
        ],
      },
    ],
    ["Headers", { headers: new Headers({ "x-a": "1" }) }],
    ["a line break", { headers: { "x-a": "1\r\nx-b: 2" } }],
    ["a name that is none", { headers: { "x a": "1" } }],
    ["a status that is none", { status: 99 }],
    ["a status without content", { status: 204 }],
  ];
  for (const [name, init] of inits)
    it(`is what the platform makes of it: ${name}`, async () => {
      const reply = jsonReply({ a: 1 }, init as ResponseInit, "application/json");
      if (!reply) return expect(["none", "a plain field", "a status"]).not.toContain(name);
      expect(await told(() => new ReadyResponse(reply))).toEqual(
        await told(() => platform.json({ a: 1 }, init as ResponseInit)),
      );
    });

  it("is a NextResponse where that was asked for, with cookies and the status text", async () => {
    const response = NextResponse.json({ a: 1 }, { status: 201, headers: { "X-A": "1" } });
    expect(response).toBeInstanceOf(NextResponse);
    expect(response).toBeInstanceOf(platform);
    response.cookies.set("c", "1");
    expect([
      response.status,
      response.ok,
      response.headers.get("x-a"),
      response.headers.getSetCookie(),
    ]).toEqual([201, true, "1", ["c=1; Path=/"]]);
    expect(await response.clone().json()).toEqual({ a: 1 });
    expect(new NextResponse("no", { status: 418, statusText: "Short and stout" }).statusText).toBe(
      "Short and stout",
    );
    expect(() => NextResponse.json(undefined)).toThrow(TypeError);
  });
});

describe("tags of bodies", () => {
  it("are the same for equal bodies and no others, remembered or not", () => {
    const tags = Array.from({ length: 5000 }, (_, i) => bodyTag(`body ${i}`));
    expect(new Set(tags).size).toBe(5000);
    for (const i of [0, 1, 2500, 4200, 4999]) {
      expect(bodyTag(`body ${i}`)).toBe(tags[i]);
      expect(bodyTag(Buffer.from(`body ${i}`))).toBe(tags[i]);
    }
    expect(bodyTag("é".repeat(2000))).toBe(bodyTag(Buffer.from("é".repeat(2000))));
  });
});

describe("served", () => {
  let server: Server;
  beforeAll(useFastResponse);
  afterAll(async () => {
    await server.close();
    globalThis.Response = platform;
  });

  it("arrives with what a middleware did to it", async () => {
    const app = await appOf({
      "_middleware.ts": `export default async ({ request }, next) => {
        const response = await next();
        if (request.headers.has("x-replace")) return new Response((await response.text()).toUpperCase(), response);
        response.headers.set("x-seen", String(response.status));
        return response;
      }`,
      "a.json.ts": `export const GET = () => ({ a: 1 })`,
      "b.json.ts": `export const GET = async () => Response.json({ b: 1 }, { headers: { "set-cookie": "c=1", "x-own": "é" } })`,
    });
    server = await serve(app.fetch, { port: 0 });
    const a = await fetch(`${server.url}/a.json`);
    expect([a.status, a.headers.get("x-seen"), await a.text()]).toEqual([200, "200", '{"a":1}']);
    expect(a.headers.get("content-length")).toBe("7");
    const head = await fetch(`${server.url}/a.json`, { method: "HEAD" });
    expect([head.headers.get("content-length"), head.headers.get("etag")]).toEqual([
      "7",
      a.headers.get("etag"),
    ]);
    const same = await fetch(`${server.url}/a.json`, {
      headers: { "if-none-match": a.headers.get("etag")! },
    });
    expect([same.status, same.headers.get("x-seen"), await same.text()]).toEqual([304, "304", ""]);
    const replaced = await fetch(`${server.url}/a.json`, { headers: { "x-replace": "1" } });
    expect([await replaced.text(), replaced.headers.get("content-length")]).toEqual(['{"A":1}', "7"]);
    const b = await fetch(`${server.url}/b.json`);
    expect([b.headers.getSetCookie(), await b.text()]).toEqual([["c=1"], '{"b":1}']);
  });
});
