// Render once: who shares a request to the origin, how its body reaches them, and when it ends.

import { describe, expect, it } from "vitest";
import { isAwaited } from "../../src/http/stand-in-request.ts";
import { memory } from "../../src/cache/stores/memory.ts";
import { counting, scene, settle, status, tagged } from "./origin.ts";

const HOUR = { "cache-control": "max-age=3600" };
const SHARED = { "offprint-cache-control": "no-cache, collapse" };
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

/** An answer whose body the test feeds by hand. */
function fed(headers: HeadersInit = HOUR) {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  let pulled = () => {};
  const state = { cancelled: undefined as unknown, pulls: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      start: (given) => void (controller = given),
      pull: () => {
        state.pulls++;
        pulled();
      },
      cancel: (reason) => void (state.cancelled = reason ?? true),
    },
    { highWaterMark: 0 },
  );
  return {
    state,
    response: new Response(body, { headers }),
    push: (text: string | Uint8Array) =>
      controller.enqueue(typeof text === "string" ? new TextEncoder().encode(text) : text),
    end: () => controller.close(),
    fail: (error: Error) => controller.error(error),
    onPull: (call: () => void) => void (pulled = call),
  };
}

describe("sharing", () => {
  it("makes one request for everyone who asks at once", async () => {
    const { text, asked } = scene(async (_request, count) => {
      await settle();
      return new Response(`body ${count}`, { headers: HOUR });
    });
    const bodies = await Promise.all(many(500, () => text("/a")));
    expect(new Set(bodies)).toEqual(new Set(["body 1"]));
    expect(asked).toHaveLength(1);
  });

  it("renders a no-cache asset once, and validates once more for all who came after the first", async () => {
    let renders = 0;
    const { text, asked } = scene(async (request) => {
      await settle();
      if (request.headers.get("if-none-match") === '"1"')
        return new Response(null, { status: 304, headers: { etag: '"1"' } });
      renders++;
      return new Response("made", {
        headers: { etag: '"1"', "cache-control": "no-cache", "offprint-cache-control": "no-cache, collapse" },
      });
    });
    const first = text("/a");
    await Promise.resolve();
    await Promise.resolve();
    const bodies = await Promise.all([first, ...many(500, () => text("/a"))]);
    expect(new Set(bodies)).toEqual(new Set(["made"]));
    expect([renders, asked.length]).toEqual([1, 2]);
  });

  it("asks for each who has cookies where an answer must be validated: it may be their own", async () => {
    const { get, asked } = scene(async (request) => {
      await settle();
      const who = request.headers.get("cookie") ?? "nobody";
      const etag = `"${who}"`;
      if (request.headers.get("if-none-match") === etag)
        return new Response(null, { status: 304, headers: { etag } });
      return new Response(`for ${who}`, { headers: { etag, "cache-control": "no-cache" } });
    });
    const names = many(20, (index) => `user=${index}`);
    const bodies = await Promise.all(names.map(async (cookie) => (await get("/a", { cookie })).text()));
    expect(bodies).toEqual(names.map((name) => `for ${name}`));
    expect(asked.length).toBeGreaterThanOrEqual(20);
  });

  it("gives a private answer to nobody else, and then lets them ask at the same time", async () => {
    let running = 0;
    let most = 0;
    const { text } = scene(async (_request, count) => {
      most = Math.max(most, ++running);
      await settle();
      running--;
      return new Response(`body ${count}`, { headers: { "cache-control": "private" } });
    });
    const bodies = await Promise.all(many(30, () => text("/a")));
    expect(new Set(bodies).size).toBe(30);
    expect(most).toBeGreaterThan(20);
  });

  it("fails for everyone at once: the others try once more together, not each", async () => {
    const { get, asked } = scene(async () => {
      await settle();
      return new Response("inside", { status: 503, headers: { "retry-after": "3" } });
    });
    const answers = await Promise.all(many(50, () => get("/a")));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.headers.get("retry-after")}`))).toEqual(
      new Set(["503 3"]),
    );
    expect(asked).toHaveLength(2);
  });

  it("gives a failure to all with the body that the first was given, and no cookie", async () => {
    const bodies = ["{}", "", "x".repeat(64 * 1024), "x".repeat(64 * 1024 + 1)];
    for (const body of bodies) {
      const { get, asked } = scene(async () => {
        await settle();
        return new Response(body, {
          status: 500,
          headers: { ...SHARED, "content-type": "text/x", vary: "x-a" },
        });
      });
      const answers = await Promise.all(many(20, () => get("/a")));
      for (const answer of answers) {
        expect([answer.status, answer.headers.get("content-type")]).toEqual([500, "text/x"]);
        expect((await answer.text()) === body).toBe(true);
      }
      // One that is too long to be kept is made for each.
      if (body.length <= 64 * 1024) expect(asked).toHaveLength(2);
      else expect(asked.length).toBeGreaterThanOrEqual(20);
    }
  });

  it.each([
    ["sets a cookie", { "set-cookie": "id=1" }],
    ["says that it is private", { "cache-control": "private" }],
    ["was made with a random number", { "offprint-cache-control": "no-store" }],
  ])("gives a failure that %s to one alone", async (_name, headers) => {
    const { text } = scene(async (_request, count) => {
      await settle();
      return new Response(`body ${count}`, { status: 500, headers: headers as HeadersInit });
    });
    expect(new Set(await Promise.all(many(10, () => text("/a")))).size).toBe(10);
  });

  it("tells those who waited the status alone of a failure that says nothing of others", async () => {
    const { get } = scene(async () => {
      await settle();
      return new Response("inside", { status: 500, headers: { "x-secret": "1" } });
    });
    const answers = await Promise.all(many(10, () => get("/a")));
    const told = answers.map(({ status, headers }) => `${status} ${headers.get("x-secret")}`);
    // The first, and the one that asked for the others.
    expect(told.filter((each) => each === "500 1")).toHaveLength(2);
    expect(told.filter((each) => each === "500 null")).toHaveLength(8);
  });

  it("lets those who waited for a failure whose body does not end have their own", async () => {
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const { get, text } = scene(async (_request, count) => {
      await settle();
      const never = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
      return new Response(count === 2 ? never : `body ${count}`, { status: 500, headers: SHARED });
    });
    const [first, ...others] = [get("/a"), get("/a"), text("/a"), text("/a")] as const;
    await first;
    await others[0];
    controller.error(new Error("broken off"));
    const bodies = await Promise.all(others.slice(1));
    expect(bodies.every((body) => /^body [345]$/.test(body as string))).toBe(true);
  });

  it("asks once more for all of them, the first one too, where there was no room for one", async () => {
    const { get, asked } = scene(async (request) => {
      await settle();
      if (isAwaited(request)) return new Response("made", { headers: HOUR });
      return new Response("no room", { status: 503, headers: { "retry-after": "1" } });
    });
    const answers = await Promise.all(many(50, () => get("/a")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(asked).toHaveLength(2);
    expect((await get("/b")).status).toBe(503);
    expect(asked).toHaveLength(3);
  });

  it("lets those wait who come after one for whom there was no room", async () => {
    const { get, asked } = scene(async (request) => {
      if (!isAwaited(request))
        return new Response("no room", { status: 503, headers: { "retry-after": "1" } });
      await settle();
      return new Response("made", { headers: HOUR });
    });
    expect((await get("/a")).status).toBe(503);
    const later = await Promise.all(many(50, () => get("/a")));
    expect(new Set(later.map(({ status }) => status))).toEqual(new Set([200]));
    expect(asked).toHaveLength(2);
    expect((await get("/b")).status).toBe(503);
  });

  it("does not let one whose request breaks a handler break it for the others", async () => {
    const { get } = scene(async (request) => {
      await settle();
      if (request.headers.get("cookie") === "theme=broken") return new Response("inside", { status: 500 });
      return new Response("fine", { headers: HOUR });
    });
    const answers = [get("/a", { cookie: "theme=broken" }), ...many(20, () => get("/a"))];
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([500, ...many(20, () => 200)]);
  });

  it("asks for one who has cookies and a copy as for everyone: their copy is compared here", async () => {
    const { get, asked } = scene(async (request, count) => {
      await settle();
      return tagged(() => '"1"', HOUR)(request, count);
    });
    const answers = await Promise.all(
      many(40, (index) => get("/a", { "if-none-match": '"1"', cookie: `user=${index}` })),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([304]));
    expect(asked.map((request) => request.headers.get("if-none-match"))).toEqual([null]);
  });

  it("keeps variants apart that are arriving, also where the store keeps nothing", async () => {
    const lost = memory({ maxBytes: 1 });
    const { get } = scene(
      (request) => new Response(request.headers.get("x-a"), { headers: { ...HOUR, vary: "x-a" } }),
      { store: lost },
    );
    const answers = [
      await get("/a", { "x-a": "1" }),
      await get("/a", { "x-a": "2" }),
      await get("/a", { "x-a": "1" }),
    ];
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(["1", "2", "1"]);
  });

  it("keeps variants apart among those who wait", async () => {
    const { get, asked } = scene(async (request) => {
      await settle();
      return new Response(request.headers.get("x-a"), { headers: { ...HOUR, vary: "x-a" } });
    });
    const bodies = await Promise.all(
      many(60, async (index) => (await get("/a", { "x-a": String(index % 3) })).text()),
    );
    expect(bodies).toEqual(many(60, (index) => String(index % 3)));
    expect(asked).toHaveLength(3);
  });

  it("does not let those who ask after a purge join what was asked before it", async () => {
    let data = "old";
    const { cached, text } = scene(async () => {
      const seen = data;
      await settle();
      return new Response(seen, { headers: { ...HOUR, "cache-tag": "post" } });
    });
    const before = text("/a");
    await Promise.resolve().then(() => {});
    data = "new";
    cached.purge({ tag: "post", mode: "validate" });
    const after = text("/a");
    expect([await before, await after, await text("/a")]).toEqual(["old", "new", "new"]);
  });

  it("shares an answer to the client's own conditions, too", async () => {
    const { get, asked } = scene(async (request, count) => {
      await settle();
      return tagged(() => '"1"', HOUR)(request, count);
    });
    const answers = await Promise.all(many(40, () => get("/a", { "if-none-match": '"1"' })));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([304]));
    expect(asked).toHaveLength(1);
    const others = await Promise.all(
      many(40, async () => (await get("/a", { "if-none-match": '"0"' })).text()),
    );
    expect(new Set(others)).toEqual(new Set(["body 2"]));
    expect(asked).toHaveLength(2);
  });
});

describe("streaming", () => {
  it("passes bytes on as they come, to late joiners from the first one", async () => {
    const source = fed();
    const { get } = scene(() => source.response);
    const first = (await get("/a")).body?.getReader();
    source.push("one ");
    expect(new TextDecoder().decode((await first?.read())?.value)).toBe("one ");
    const late = await get("/a");
    expect(status(late)).toBe("offprint; fwd=uri-miss; stored; collapsed");
    source.push("two");
    source.end();
    expect(await late.text()).toBe("one two");
    expect(new TextDecoder().decode((await first?.read())?.value)).toBe("two");
  });

  it("goes on when the first asker leaves, and stops when all have left", async () => {
    const source = fed();
    let signal: AbortSignal | undefined;
    const { get, cached } = scene((request) => {
      signal = request.signal;
      return source.response;
    });
    const first = await get("/a");
    const second = await get("/a");
    await first.body?.cancel();
    source.push("still here");
    const reader = second.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("still here");
    expect(source.state.cancelled).toBeUndefined();
    await reader?.cancel();
    await settle();
    expect(source.state.cancelled).toBeDefined();
    expect(signal?.aborted).toBe(true);
    expect(cached.arriving).toBe(0);
  });

  it("stops the origin when everyone leaves before it has answered, and asks anew for the next", async () => {
    const signals: AbortSignal[] = [];
    const { get, cached } = scene((request, count) => {
      signals.push(request.signal);
      if (count > 1) return new Response("anew", { headers: HOUR });
      return new Promise<Response>((_resolve, reject) => {
        request.signal.addEventListener("abort", () => reject(request.signal.reason as Error));
      });
    });
    const leaving = [new AbortController(), new AbortController()];
    const waiting = leaving.map(({ signal }) => get("/a", {}, { signal }));
    const outcomes = Promise.allSettled(waiting);
    await settle();
    leaving[0]?.abort();
    await settle();
    expect(signals[0]?.aborted).toBe(false);
    leaving[1]?.abort();
    await settle();
    expect(signals[0]?.aborted).toBe(true);
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(cached.arriving).toBe(0);
    expect(await (await get("/a")).text()).toBe("anew");
  });

  it("never stores what failed, was cut short, or is longer or shorter than it said", async () => {
    const sources = [
      fed(),
      fed({ ...HOUR, "content-length": "10" }),
      fed({ ...HOUR, "content-length": "2" }),
    ];
    const store = memory();
    const { get } = scene(
      (_request, count) => sources[count - 1]?.response ?? new Response("whole", { headers: HOUR }),
      { store },
    );
    const failing = (await get("/a")).text();
    sources[0]?.push("half");
    sources[0]?.fail(new Error("the render failed"));
    await expect(failing).rejects.toThrow("the render failed");
    const short = (await get("/a")).text();
    sources[1]?.push("half");
    sources[1]?.end();
    await expect(short).rejects.toThrow("Content-Length");
    const long = (await get("/a")).text();
    sources[2]?.push("half");
    sources[2]?.end();
    await expect(long).rejects.toThrow("Content-Length");
    expect(store.count).toBe(0);
    expect(await (await get("/a")).text()).toBe("whole");
    await settle();
    expect(store.count).toBe(1);
  });

  it("passes on what is too long to keep, at the pace of the slowest, and never stores it", async () => {
    const chunk = new Uint8Array(256 * 1024);
    let made = 0;
    const { get, cached } = scene(
      () =>
        new Response(
          new ReadableStream<Uint8Array>(
            {
              pull(controller) {
                if (made === 64) return controller.close();
                made++;
                controller.enqueue(chunk);
              },
            },
            { highWaterMark: 0 },
          ),
          { headers: HOUR },
        ),
      { maxEntryBytes: 1024 * 1024 },
    );
    const reader = (await get("/a")).body?.getReader();
    await reader?.read();
    await settle();
    await settle();
    // 1 MiB that was kept at first, 1 MiB of window, and what is in flight.
    expect(made).toBeLessThan(12);
    let bytes = chunk.byteLength;
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
      bytes += next.value.byteLength;
    expect(bytes).toBe(64 * chunk.byteLength);
    expect(cached.arriving).toBe(0);
  });

  it("cuts off a reader that holds up the others of a long answer for too long", async () => {
    const chunk = new Uint8Array(512 * 1024);
    const source = fed();
    const { get } = scene(() => source.response, { maxEntryBytes: 1024 * 1024, readerStall: 30 });
    const [quick, stalled] = [await get("/a"), await get("/a")];
    const held = stalled.body?.getReader();
    for (let index = 0; index < 40; index++) source.push(chunk);
    source.end();
    await held?.read();
    expect((await quick.arrayBuffer()).byteLength).toBe(40 * chunk.byteLength);
    await expect(
      (async () => {
        for (let next = await held?.read(); next && !next.done; next = await held?.read());
      })(),
    ).rejects.toThrow("too slow");
  });

  it("keeps no more of all answers together than it may, and still passes them on", async () => {
    const { get, cached } = scene(
      () =>
        new Response(
          new ReadableStream<Uint8Array>({
            start(controller) {
              for (let index = 0; index < 8; index++) controller.enqueue(new Uint8Array(128 * 1024));
              controller.close();
            },
          }),
          { headers: HOUR },
        ),
      { maxArrivingBytes: 1024 * 1024 },
    );
    const answers = await Promise.all(many(8, (index) => get(`/${index}`)));
    const sizes = await Promise.all(answers.map(async (answer) => (await answer.arrayBuffer()).byteLength));
    expect(new Set(sizes)).toEqual(new Set([1024 * 1024]));
    await settle();
    expect(cached.arriving).toBe(0);
  });

  it("finishes what a satisfied range began, so that it is stored", async () => {
    const source = fed({ ...HOUR, "content-length": "10" });
    const { get, asked } = scene(() => source.response);
    const part = (await get("/a", { range: "bytes=0-1" })).text();
    source.push("01234");
    expect(await part).toBe("01");
    source.push("56789");
    source.end();
    await settle();
    expect(await (await get("/a")).text()).toBe("0123456789");
    expect(asked).toHaveLength(1);
  });
});

describe("queries (No-Vary-Search)", () => {
  const rule = { ...HOUR, "no-vary-search": 'params, except=("size")' };

  it("stores one answer however many unknown parameters are made up, also at the very first", async () => {
    const store = memory();
    const { text, asked } = scene(
      async (_request, count) => {
        await settle();
        return new Response(`body ${count}`, { headers: rule });
      },
      { store },
    );
    const first = await Promise.all(many(200, (index) => text(`/a?junk=${index}`)));
    expect(new Set(first)).toEqual(new Set(["body 1"]));
    for (let index = 0; index < 500; index++) expect(await text(`/a?x${index}=${index}`)).toBe("body 1");
    expect(await text("/a")).toBe("body 1");
    expect(await text("/a?size=2&junk=1")).toBe("body 2");
    expect(await text("/a?junk=2&size=2")).toBe("body 2");
    expect(asked).toHaveLength(2);
    expect(store.count).toBe(3); // two answers, and the rule
  });

  it("never gives one answer for another where an app tells of a parameter only sometimes", async () => {
    const store = memory({ maxBytes: 10_000_000 });
    // Looks at `size` only where `mode` is `x`, and tells so.
    const answer = (request: Request) => {
      const query = new URL(request.url).searchParams;
      const looks = query.get("mode") === "x";
      return new Response(`${query.get("mode")} ${looks ? query.get("size") : "-"}`, {
        headers: { ...HOUR, "no-vary-search": `params, except=("mode"${looks ? ' "size"' : ""})` },
      });
    };
    const paths = [
      "/a?mode=a",
      "/a?mode=x",
      "/a?mode=x&size=1",
      "/a?size=2&mode=x",
      "/a?mode=a&size=3",
      "/a?junk=1",
      "/a?mode=x&junk=2",
    ];
    const expected = ["a -", "x null", "x 1", "x 2", "a -", "null -", "x null"];
    for (const shift of paths.keys()) {
      // Each time a process that knows nothing but the store.
      const { text } = scene(answer, { store });
      for (const index of paths.keys()) {
        const at = (index * 3 + shift) % paths.length;
        expect(await text(paths[at] ?? "")).toBe(expected[at]);
      }
    }
  });

  it("takes a new rule after a deploy, whatever is stored of the time before", async () => {
    const store = memory();
    const before = scene(counting(HOUR), { store });
    for (const path of ["/a", "/a?junk=1", "/a?junk=2"]) await before.text(path);
    store.purges.add({ path: "/*", mode: "validate" });
    const { text, asked } = scene(counting(rule), { store });
    for (let index = 0; index < 5; index++) expect(await text(`/a?junk=${index}`)).toBe("body 1");
    expect(asked).toHaveLength(1);
  });

  it("recalls a rule from the store after a restart", async () => {
    const store = memory();
    const before = scene(counting(rule), { store });
    await before.text("/a?junk=1");
    const after = scene(counting(rule), { store });
    expect(await after.text("/a?other=2")).toBe("body 1");
    expect(after.asked).toHaveLength(0);
  });

  it("lets everyone ask when the first answer shows no rule", async () => {
    const { text } = scene(counting(HOUR));
    const bodies = await Promise.all(many(5, (index) => text(`/a?x=${index}`)));
    expect(new Set(bodies).size).toBe(5);
  });

  it("sends another probe when the first one's client has left", async () => {
    const { text, get } = scene((request, count) => {
      if (count > 1) return new Response(`body ${count}`, { headers: rule });
      return new Promise<Response>((_resolve, reject) => {
        request.signal.addEventListener("abort", () => reject(request.signal.reason as Error));
      });
    });
    const leaving = new AbortController();
    const left = get("/a?x=0", {}, { signal: leaving.signal }).catch(() => "left");
    const others = many(10, (index) => text(`/a?x=${index + 1}`));
    await settle();
    leaving.abort();
    expect(await left).toBe("left");
    expect(new Set(await Promise.all(others))).toEqual(new Set(["body 2"]));
  });
});

it("who goes ahead for a path, and must start over, does not wait for itself", async () => {
  const release: (() => void)[] = [];
  let vary = "x-a";
  const { get, asked } = scene(async (request) => {
    await new Promise<void>((resolve) => release.push(resolve));
    // An error teaches nothing of queries: each request with one goes ahead anew.
    const body = String(request.headers.get("x-b"));
    return new Response(body, { status: 404, headers: { vary, "cache-control": "max-age=60" } });
  });
  const first = get("/p?first", { "x-a": "1" });
  await settle();
  const behind = get("/p?q", { "x-a": "1", "x-b": "1" });
  await settle();
  release.shift()!();
  await first;
  await settle();
  expect(asked).toHaveLength(2);
  // It joins the one that waited behind the first, and is told that it wanted another variant.
  vary = "x-a, x-b";
  const ahead = get("/p?q", { "x-a": "1", "x-b": "2" });
  await settle();
  for (let turn = 0; turn < 5; turn++) {
    release.shift()?.();
    await settle();
  }
  expect([await (await behind).text(), await (await ahead).text()]).toEqual(["1", "2"]);
});
