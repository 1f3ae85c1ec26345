import { createApp } from "offprint";
import { afterEach, expect, test, vi } from "vitest";
import { MIN_SECRET, serverSecret } from "../src/process/secret.ts";
import { openNext, openRemix } from "./conventions/open.ts";
import { openPool } from "./pool/open-pool.ts";
import { writeProject } from "./project.ts";

afterEach(() => void vi.unstubAllEnvs());

const GUESSED = ["", "x", "x".repeat(MIN_SECRET - 1)];

test.each(GUESSED)("no app starts with OFFPRINT_SECRET=%j", async (secret) => {
  vi.stubEnv("OFFPRINT_SECRET", secret);
  const root = await writeProject({ "routes/a.ts": "export const GET = () => 1;" });
  await expect(createApp({ root })).rejects.toThrow(
    /OFFPRINT_SECRET has \d+ characters.*openssl rand -hex 32/,
  );
});

test("nor does a pool", async () => {
  vi.stubEnv("OFFPRINT_SECRET", "");
  await expect(openPool()).rejects.toThrow("OFFPRINT_SECRET has 0 characters");
});

test("without one each start has its own, and one that is long enough is used", () => {
  const own = serverSecret();
  expect(own.length).toBeGreaterThanOrEqual(MIN_SECRET);
  expect(serverSecret()).toBe(own);
  vi.stubEnv("OFFPRINT_SECRET", "s".repeat(MIN_SECRET));
  expect(serverSecret()).toBe("s".repeat(MIN_SECRET));
});

test("draft mode is nobody's who does not know it", async () => {
  const app = await openNext({
    "d/route.ts": `import { draftMode } from "next/headers"; export const GET = async () => Response.json((await draftMode()).isEnabled);`,
  });
  const { createHmac } = await import("node:crypto");
  for (const secret of ["", "undefined", "offprint", "draft-mode"]) {
    const token = createHmac("sha256", secret).update("draft-mode").digest("base64url");
    const answer = await app.get("/d", { headers: { cookie: `__prerender_bypass=${token}` } });
    expect(await answer.json()).toBe(false);
  }
});

test.each([`[""]`, `[process.env.NOT_SET]`, `["good", ""]`])(
  "an app does not start with cookies that are signed by %s",
  async (secrets) => {
    const files = (make: string) => ({
      "a.ts": `import { createCookie, createCookieSessionStorage, createMemorySessionStorage } from "react-router"; const made = ${make}; export const loader = () => null;`,
    });
    for (const make of [
      `createCookie("who", { secrets: ${secrets} })`,
      `createCookieSessionStorage({ cookie: { name: "who", secrets: ${secrets} } })`,
      `createMemorySessionStorage({ cookie: { name: "who", secrets: ${secrets} } })`,
    ])
      await expect(openRemix(files(make))).rejects.toThrow(/a\.ts: The cookie "who" has an empty secret/);
  },
);
