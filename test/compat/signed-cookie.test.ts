// Cookies and sessions must have the bytes that React Router gives them.

import { expect, test } from "vitest";
import { createCookieSessionStorage, createMemorySessionStorage } from "../../src/compat/sessions.ts";
import { createCookie, type CookieInit } from "../../src/compat/signed-cookie.ts";
import golden from "../fixtures/react-router-cookies.json" with { type: "json" };

/** The options that the fixtures were made with, in their order. */
const OPTIONS: CookieInit[] = [
  {},
  { secrets: ["s1"] },
  { secrets: ["n3w", "s1"], maxAge: 60 * 60 * 24 * 365 * 5, httpOnly: true, secure: true, sameSite: "none" },
  {
    path: "/a b",
    domain: ".example.com",
    priority: "high",
    partitioned: true,
    secure: true,
    expires: new Date(1e12),
  },
  { sameSite: true },
  { encode: (value) => value.replace(/=/g, "~") },
];

const cookies = golden.cookies as [kind: number | string, value: unknown, made: string][];

test.each(cookies.filter(([kind]) => kind !== "session"))("cookie %j %j", async (kind, value, made) => {
  const cookie = createCookie(`c_${kind}`, OPTIONS[kind as number]);
  expect(await cookie.serialize(value)).toBe(made);
  if (kind !== 5) expect(await cookie.parse(made.split(";")[0]!)).toEqual(value);
});

test("an old secret still verifies, a wrong one does not", async () => {
  const before = await createCookie("user", { secrets: ["old"] }).serialize({ id: 1 });
  expect(await createCookie("user", { secrets: ["new", "old"] }).parse(before)).toEqual({ id: 1 });
  expect(await createCookie("user", { secrets: ["new"] }).parse(before)).toBeNull();
  expect(await createCookie("user", { secrets: ["new"] }).parse("user=abc")).toBeNull();
  expect(await createCookie("user", { secrets: ["new"] }).parse("user=")).toBe("");
  expect(await createCookie("user").parse("user=%%%")).toEqual({});
  expect(await createCookie("user").parse(null)).toBeNull();
  expect(await createCookie("user").parse("other=1")).toBeNull();
});

test("sessions", async () => {
  const { getSession, commitSession, destroySession } = createCookieSessionStorage({
    cookie: { secrets: ["x"] },
  });
  const session = await getSession();
  session.set("user", "ada");
  session.flash("message", "once");
  const again = await getSession((await commitSession(session)).split(";")[0]);
  expect([again.get("user"), again.has("message"), again.get("message"), again.get("message")]).toEqual([
    "ada",
    true,
    "once",
    undefined,
  ]);
  await expect(
    (async () => {
      session.set("big", "x".repeat(5000));
      await commitSession(session);
    })(),
  ).rejects.toThrow(/exceed browser maximum/);
  expect(await destroySession(session)).toMatch(
    /^__session=; Path=\/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; SameSite=Lax$/,
  );
});

test("sessions in memory", async () => {
  const { getSession, commitSession, destroySession } = createMemorySessionStorage({
    cookie: { secrets: ["x"] },
  });
  const session = await getSession();
  session.set("user", "ada");
  const cookie = (await commitSession(session)).split(";")[0];
  expect((await getSession(cookie)).get("user")).toBe("ada");
  await destroySession(await getSession(cookie));
  expect((await getSession(cookie)).get("user")).toBeUndefined();
});
