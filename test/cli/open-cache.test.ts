// What `offprint start` keeps in its folder from one start to the next.

import { expect, onTestFinished, test } from "vitest";
import { openCache } from "../../src/cli/open-cache.ts";
import { writeProject } from "../project.ts";

test("answers that were made under another origin are not served after it has changed", async () => {
  const root = await writeProject({ "package.json": "{}" });
  const start = (origin: string) => {
    let made = 0;
    const fetch = (request: Request) => {
      made++;
      const { url } = request;
      return request.headers.get("if-none-match") === `"${url}"`
        ? new Response(null, { status: 304, headers: { etag: `"${url}"` } })
        : new Response(url, { headers: { "cache-control": "s-maxage=31536000", etag: `"${url}"` } });
    };
    const cached = openCache(fetch, { root, origin }, {}, { build: "1" });
    onTestFinished(() => cached.close());
    const get = async () => (await cached(new Request(`${origin}/fixed`))).text();
    return { get, close: () => cached.close(), made: () => made };
  };
  const first = start("https://one.test");
  expect(await first.get()).toBe("https://one.test/fixed");
  await first.close();
  const again = start("https://one.test");
  expect([await again.get(), again.made()]).toEqual(["https://one.test/fixed", 0]);
  await again.close();
  const moved = start("https://two.test");
  expect(await moved.get()).toBe("https://two.test/fixed");
});
