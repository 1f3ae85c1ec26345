// Signed webhooks, over HTTP: what is wrong is refused with a 4xx, never with a 500.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { memorySeen, verifyGithub, verifyStandard, verifyStripe, type TimedWebhookOptions } from "offprint";
import { isHttpError } from "../../src/error.ts";

type Verify = (request: Request, options: TimedWebhookOptions) => Promise<{ id: string; payload: unknown }>;

const NOW = 1_800_000_000;
const body = '{"id":"evt_1","type":"push","n":"ü €"}';
const post = (headers: Record<string, string>, text: BodyInit = body) =>
  new Request("http://test/hook", { method: "POST", headers, body: text });
const hex = (secret: string | Buffer, text: string) =>
  createHmac("sha256", secret).update(text).digest("hex");

/** The status that a request gets, 200 where it is let in. */
async function status(
  verify: Verify,
  request: Request,
  options: Partial<TimedWebhookOptions> = {},
): Promise<number> {
  try {
    await verify(request, { secret: "s3cret", seen: memorySeen(), now: () => NOW * 1000, ...options });
    return 200;
  } catch (error) {
    if (isHttpError(error) || error instanceof Response) return error.status;
    throw error;
  }
}

const github = (secret = "s3cret", text = body, id = "d1") =>
  post(
    {
      "x-hub-signature-256": `sha256=${hex(secret, text)}`,
      "x-github-delivery": id,
      "x-github-event": "push",
    },
    text,
  );
const stripe = (secret = "s3cret", time: number | string = NOW, text = body) =>
  post({ "stripe-signature": `t=${time},v1=${hex(secret, `${time}.${text}`)},v0=abc` }, text);
const KEY = Buffer.from("0123456789abcdef01234567");
const standard = (time: number | string = NOW, id = "msg_1", text = body, key = KEY) =>
  post(
    {
      "webhook-id": id,
      "webhook-timestamp": String(time),
      "webhook-signature": `v1a,xxx v1,${createHmac("sha256", key).update(`${id}.${time}.${text}`).digest("base64")}`,
    },
    text,
  );
const STANDARD = { secret: `whsec_${KEY.toString("base64")}` };

test("GitHub", async () => {
  expect(await verifyGithub(github(), { secret: "s3cret", seen: false })).toMatchObject({
    id: "d1",
    event: "push",
    payload: { n: "ü €" },
  });
  // From GitHub's documentation.
  const documented = post(
    {
      "x-hub-signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
      "x-github-delivery": "x",
    },
    "Hello, World!",
  );
  expect(await status(verifyGithub, documented, { secret: "It's a Secret to Everybody" })).toBe(400);
  expect(await status(verifyGithub, github("wrong"))).toBe(401);
  expect(await status(verifyGithub, github("old"), { secret: ["s3cret", "old"] })).toBe(200);
  for (const signature of [
    "",
    "sha256=",
    "sha256=abc",
    `sha1=${hex("s3cret", body)}`,
    hex("s3cret", body),
    `sha256=${hex("s3cret", body)}00`,
    "sha256=".padEnd(71, "z"),
  ])
    expect(
      await status(verifyGithub, post({ "x-hub-signature-256": signature, "x-github-delivery": "d" })),
    ).toBe(401);
  expect(await status(verifyGithub, post({}))).toBe(401);
  const form = `payload=${encodeURIComponent(body)}`;
  const sent = post(
    {
      "x-hub-signature-256": `sha256=${hex("s3cret", form)}`,
      "x-github-delivery": "f",
      "content-type": "application/x-www-form-urlencoded",
    },
    form,
  );
  expect((await verifyGithub(sent, { secret: "s3cret", seen: false })).payload).toMatchObject({
    id: "evt_1",
  });
});

test("Stripe: the time is checked both ways", async () => {
  expect(
    await verifyStripe(stripe(), { secret: "s3cret", seen: false, now: () => NOW * 1000 }),
  ).toMatchObject({ id: "evt_1", type: "push" });
  for (const [time, expected] of [
    [NOW - 300, 200],
    [NOW - 301, 400],
    [NOW + 300, 200],
    [NOW + 301, 400],
    [0, 400],
  ] as const)
    expect(await status(verifyStripe, stripe("s3cret", time))).toBe(expected);
  expect(await status(verifyStripe, stripe("wrong"))).toBe(401);
  for (const header of [
    "",
    "t=1",
    "v1=abc",
    "t=abc,v1=00",
    `t=${NOW}`,
    `t=${NOW},v1=`,
    `t=${NOW},v1=${"0".repeat(64)}`,
    "t=99999999999999999999,v1=0",
    ",,,=",
    `v0=${hex("s3cret", `${NOW}.${body}`)},t=${NOW}`,
  ])
    expect(await status(verifyStripe, post({ "stripe-signature": header }))).toBe(401);
  expect(await status(verifyStripe, post({}))).toBe(401);
  const twice = hex("s3cret", `${NOW}.${body}`);
  expect(
    await status(verifyStripe, post({ "stripe-signature": `t=${NOW},v1=${"0".repeat(64)},v1=${twice}` })),
  ).toBe(200);
  expect(await status(verifyStripe, stripe("s3cret", NOW, "not json"))).toBe(400);
  expect(await status(verifyStripe, stripe("s3cret", NOW, "null"))).toBe(400);
});

test("Standard Webhooks", async () => {
  expect(await status(verifyStandard, standard(), STANDARD)).toBe(200);
  // From the specification's own test vector.
  const vector = new Request("http://test", {
    method: "POST",
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
  });
  expect(
    await status(verifyStandard, vector, {
      secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      now: () => 1614265330_000,
    }),
  ).toBe(200);
  expect(await status(verifyStandard, standard(NOW - 301), STANDARD)).toBe(400);
  expect(await status(verifyStandard, standard(NOW + 301), STANDARD)).toBe(400);
  expect(await status(verifyStandard, standard(NOW, "msg", body, Buffer.from("other")), STANDARD)).toBe(401);
  const headers = Object.fromEntries(
    [...standard().headers].map(([name, value]) => [name.replace("webhook-", "svix-"), value]),
  );
  expect(await status(verifyStandard, post(headers), STANDARD)).toBe(200);
  for (const without of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
    const request = standard();
    request.headers.delete(without);
    expect(await status(verifyStandard, request, STANDARD)).toBe(401);
  }
});

test("no signature of any shape is a fault of ours, and none is let in", async () => {
  const text = fc.string({ unit: "grapheme-ascii", maxLength: 200 }).filter((one) => !/[\r\n\0]/.test(one));
  await fc.assert(
    fc.asyncProperty(text, text, async (signature, other) => {
      expect(
        await status(verifyGithub, post({ "x-hub-signature-256": signature, "x-github-delivery": other })),
      ).toBe(401);
      expect(await status(verifyStripe, post({ "stripe-signature": signature }))).toBe(401);
      expect(
        await status(
          verifyStandard,
          post({ "webhook-id": other, "webhook-timestamp": String(NOW), "webhook-signature": signature }),
          STANDARD,
        ),
      ).toBe(401);
    }),
    { numRuns: 200 },
  );
});

test("limits: size, memory of deliveries, and no secret is the developer's error", async () => {
  expect(await status(verifyGithub, github("s3cret", "x".repeat(101)), { limit: 100 })).toBe(413);
  const stream = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1000)) });
  const endless = new Request("http://test", { method: "POST", body: stream, duplex: "half" } as RequestInit);
  expect(await status(verifyGithub, endless, { limit: 5000 })).toBe(413);
  for (const secret of ["", undefined as unknown as string, [] as string[]])
    await expect(verifyGithub(github(), { secret })).rejects.toThrow(/needs a `secret`/);
  let time = 0;
  const seen = memorySeen({ limit: 3, now: () => time });
  const take = (id: string) => seen.take(id, 10);
  expect(["a", "a", "b", "c", "d", "a"].map(take)).toEqual(["new", "working", "new", "new", "new", "new"]);
  seen.finish("d", 20);
  time = 10_001;
  expect(["d", "a"].map(take)).toEqual(["done", "new"]);
  time = 20_002;
  expect(take("d")).toBe("new");
});

test("deliveries are remembered by as many bytes, however long their ids are", () => {
  const seen = memorySeen({ limit: 1_000 });
  const idOf = (index: number) => `${index}:${"x".repeat(256 * 1024)}`;
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  gc();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < 1_000; index++) expect(seen.take(idOf(index), 60)).toBe("new");
  gc();
  // The ids themselves are 250 MiB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(8 * 1024 * 1024);
  expect(seen.take(idOf(7), 60)).toBe("working");
  seen.release(idOf(7));
  expect(seen.take(idOf(7), 60)).toBe("new");
});
