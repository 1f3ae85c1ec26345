// Senders' own libraries sign, and ours verify; what theirs verify is let in by ours, and nothing else.

import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto";
import { sign as signGithub } from "@octokit/webhooks-methods";
import { verifyKey } from "discord-interactions";
import { Webhook } from "standardwebhooks";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  verifyClerk,
  verifyDiscord,
  verifyGithub,
  verifyGitlab,
  verifyResend,
  verifyShopify,
  verifySlack,
  verifyStandard,
  verifySvix,
  verifyTwilio,
  type TimedWebhookOptions,
} from "offprint";
import { isHttpError } from "../../src/error.ts";

const NOW = 1_800_000_000;
const now = () => NOW * 1000;
const body = '{"id":"evt_1","type":"user.created","text":"ü € \\u0000"}';
const text = fc.string({ unit: "grapheme", maxLength: 60 });
const json = fc.dictionary(text, text).map((value) => JSON.stringify(value));

type Verify = (request: Request, options: TimedWebhookOptions) => Promise<unknown>;

const post = (headers: Record<string, string>, sent = body, url = "http://test/hook") =>
  new Request(url, { method: "POST", headers, body: sent });

async function status(
  verify: Verify,
  request: Request,
  secret: string | string[],
  options: object = {},
): Promise<number> {
  try {
    await verify(request, { secret, seen: false, now, ...options });
    return 200;
  } catch (error) {
    if (isHttpError(error)) return error.status;
    throw error;
  }
}

const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from((publicKey.export({ format: "jwk" }) as { x: string }).x, "base64url");
  return { raw, sign: (data: string) => sign(null, Buffer.from(data), privateKey) };
};

test("GitHub's own library signs", async () => {
  await fc.assert(
    fc.asyncProperty(json, async (sent) => {
      const signed = { "x-hub-signature-256": await signGithub("s", sent), "x-github-delivery": "1" };
      expect(await status(verifyGithub, post(signed, sent), "s")).toBe(200);
      expect(await status(verifyGithub, post(signed, `${sent} `), "s")).toBe(401);
    }),
    { numRuns: 20 },
  );
});

describe("Standard Webhooks", () => {
  const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const signed = (sent = body, prefix = "webhook") => ({
    [`${prefix}-id`]: "m1",
    [`${prefix}-timestamp`]: String(NOW),
    [`${prefix}-signature`]: new Webhook(SECRET).sign("m1", new Date(now()), sent),
  });

  test("the specification's own library signs; Svix, Clerk and Resend send so", async () => {
    await fc.assert(
      fc.asyncProperty(json, async (sent) => {
        expect(await status(verifyStandard, post(signed(sent), sent), SECRET)).toBe(200);
        expect(await status(verifyStandard, post(signed(sent), `${sent} `), SECRET)).toBe(401);
      }),
      { numRuns: 20 },
    );
    for (const verify of [verifySvix, verifyClerk, verifyResend]) {
      expect(await status(verify, post(signed(body, "svix")), SECRET)).toBe(200);
      expect(await verify(post(signed(body, "svix")), { secret: SECRET, seen: false, now })).toMatchObject({
        id: "m1",
        type: "user.created",
      });
    }
  });

  test("Ed25519 (v1a), alone and beside v1, by keys of either kind", async () => {
    const { raw, sign } = pair();
    const own = { ...signed(), "webhook-signature": `v1a,${sign(`m1.${NOW}.${body}`).toString("base64")}` };
    const publicKey = `whpk_${raw.toString("base64")}`;
    expect(await status(verifyStandard, post(own), publicKey)).toBe(200);
    expect(await status(verifyStandard, post(own), [SECRET, publicKey])).toBe(200);
    expect(await status(verifyStandard, post(own), SECRET)).toBe(401);
    expect(await status(verifyStandard, post(own, `${body} `), publicKey)).toBe(401);
    expect(await status(verifyStandard, post(signed()), publicKey)).toBe(401);
    const both = {
      ...own,
      "webhook-signature": `${own["webhook-signature"]} ${signed()["webhook-signature"]}`,
    };
    for (const secret of [SECRET, publicKey])
      expect(await status(verifyStandard, post(both), secret)).toBe(200);
    // The public key as the key of an HMAC would let everybody in.
    const forged = createHmac("sha256", raw).update(`m1.${NOW}.${body}`).digest("base64");
    expect(
      await status(verifyStandard, post({ ...own, "webhook-signature": `v1,${forged}` }), publicKey),
    ).toBe(401);
    await expect(verifyStandard(post(own), { secret: "whpk_AAAA", seen: false })).rejects.toThrow(TypeError);
  });
});

test("Slack: events, interactions, slash commands", async () => {
  // From Slack's documentation.
  const documented =
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
  const headers = {
    "x-slack-request-timestamp": "1531420618",
    "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    "content-type": "application/x-www-form-urlencoded",
  };
  const options = {
    secret: "8f742231b10e8888abcd99yyyzzz85a5",
    seen: false as const,
    now: () => 1531420618_000,
  };
  expect(await verifySlack(post(headers, documented), options)).toMatchObject({
    id: "398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    type: "command",
    payload: { command: "/webhook-collect", text: "" },
  });
  expect(
    await status(verifySlack, post(headers, `${documented}&a=b`), options.secret, { now: options.now }),
  ).toBe(401);
  expect(await status(verifySlack, post(headers, documented), options.secret)).toBe(400);
  const sign = (sent: string) => ({
    "x-slack-request-timestamp": String(NOW),
    "x-slack-signature": `v0=${createHmac("sha256", "s").update(`v0:${NOW}:${sent}`).digest("hex")}`,
  });
  const check = '{"type":"url_verification","challenge":"c"}';
  expect(await verifySlack(post(sign(check), check), { secret: "s", now })).toMatchObject({
    type: "url_verification",
  });
  // Slack checks a URL as often as it likes.
  expect(await verifySlack(post(sign(check), check), { secret: "s", now })).toMatchObject({
    payload: { challenge: "c" },
  });
  const form = `payload=${encodeURIComponent('{"type":"block_actions","trigger_id":"t"}')}`;
  const interaction = { ...sign(form), "content-type": "application/x-www-form-urlencoded" };
  expect(await verifySlack(post(interaction, form), { secret: "s", seen: false, now })).toMatchObject({
    id: "t",
    type: "block_actions",
  });
});

test("Shopify", async () => {
  const signed = {
    "x-shopify-hmac-sha256": createHmac("sha256", "s").update(body).digest("base64"),
    "x-shopify-topic": "orders/create",
    "x-shopify-shop-domain": "a.myshopify.com",
    "x-shopify-webhook-id": "w1",
  };
  expect(await verifyShopify(post(signed), { secret: "s", seen: false })).toMatchObject({
    id: "w1",
    topic: "orders/create",
    shop: "a.myshopify.com",
  });
  expect(await status(verifyShopify, post(signed, `${body} `), "s")).toBe(401);
  expect(await status(verifyShopify, post(signed), "t")).toBe(401);
  expect(await status(verifyShopify, post({}), "s")).toBe(401);
});

test("Discord's own library agrees", async () => {
  const { raw, sign } = pair();
  const secret = raw.toString("hex");
  const signed = (sent: string) => ({
    "x-signature-timestamp": String(NOW),
    "x-signature-ed25519": sign(`${NOW}${sent}`).toString("hex"),
  });
  await fc.assert(
    fc.asyncProperty(json, fc.boolean(), async (sent, isRight) => {
      const headers = signed(isRight ? sent : `${sent} `);
      const theirs = await verifyKey(sent, headers["x-signature-ed25519"], String(NOW), secret);
      expect(theirs).toBe(isRight);
      expect(await status(verifyDiscord, post(headers, sent), secret)).toBe(isRight ? 200 : 401);
    }),
    { numRuns: 20 },
  );
  const ping = '{"type":1,"id":"1"}';
  expect(await verifyDiscord(post(signed(ping), ping), { secret, seen: false, now })).toMatchObject({
    id: "1",
    type: 1,
  });
  expect(await status(verifyDiscord, post(signed(ping), ping), secret, { now: () => now() + 301_000 })).toBe(
    400,
  );
  await expect(verifyDiscord(post({}), { secret: "abc" })).rejects.toThrow("64 hexadecimal digits");
});

test("GitLab: by its secret token, and by its signing token", async () => {
  const sent = { "x-gitlab-event": "Push Hook", "idempotency-key": "k1" };
  expect(
    await verifyGitlab(post({ ...sent, "x-gitlab-token": "s" }), { secret: "s", seen: false }),
  ).toMatchObject({
    id: "k1",
    event: "Push Hook",
  });
  for (const token of ["t", "", "ss"])
    expect(await status(verifyGitlab, post({ ...sent, "x-gitlab-token": token }), "s")).toBe(401);
  const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const signed = {
    "webhook-id": "k2",
    "webhook-timestamp": String(NOW),
    "webhook-signature": new Webhook(SECRET).sign("k2", new Date(now()), body),
  };
  expect(await status(verifyGitlab, post(signed), SECRET)).toBe(200);
  expect(await status(verifyGitlab, post(signed, `${body} `), SECRET)).toBe(401);
  expect(await status(verifyGitlab, post(signed), SECRET, { now: () => now() + 301_000 })).toBe(400);
});

test("Twilio: forms, JSON by its digest, with the port and without", async () => {
  // From Twilio's documentation.
  const url = "https://example.com/myapp.php?foo=1&bar=2";
  const form =
    "Digits=1234&To=%2B18005551212&From=%2B14158675310&Caller=%2B14158675310&CallSid=CA1234567890ABCDE";
  const type = { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" };
  const signature = "L/OH5YylLD5NRKLltdqwSvS0BnU=";
  const sent = (at: string, text = form, signed = signature) =>
    post({ ...type, "x-twilio-signature": signed }, text, at);
  expect(await verifyTwilio(sent(url), { secret: "12345", seen: false })).toMatchObject({
    payload: { To: "+18005551212" },
  });
  expect(await status(verifyTwilio, sent(url), "12346")).toBe(401);
  expect(await status(verifyTwilio, sent(url, `${form}&A=b`), "12345")).toBe(401);
  expect(await status(verifyTwilio, sent(`${url}&c=3`), "12345")).toBe(401);
  expect(await status(verifyTwilio, sent("http://inside:8080/x"), "12345")).toBe(401);
  expect(await status(verifyTwilio, sent("http://inside:8080/x"), "12345", { url })).toBe(200);
  const sign = (data: string) => createHmac("sha1", "s").update(data).digest("base64");
  const withPort = url.replace(".com", ".com:443");
  expect(await status(verifyTwilio, sent(url, "A=b", sign(`${withPort}Ab`)), "s")).toBe(200);
  expect(await status(verifyTwilio, sent(url, "A=c&A=b&A=c", sign(`${url}AbAc`)), "s")).toBe(200);
  const digest = createHash("sha256").update(body).digest("hex");
  const hashed = `https://example.com/x?bodySHA256=${digest}`;
  const json = (text: string) =>
    post({ "content-type": "application/json", "x-twilio-signature": sign(hashed) }, text, hashed);
  expect(await status(verifyTwilio, json(body), "s")).toBe(200);
  expect(await status(verifyTwilio, json(`${body} `), "s")).toBe(401);
  // JSON that no digest covers.
  const bare = "https://example.com/x";
  expect(await status(verifyTwilio, post({ "x-twilio-signature": sign(bare) }, body, bare), "s")).toBe(401);
});

test("no header of any shape is a fault of ours, and none is let in", async () => {
  const header = fc.string({ unit: "grapheme-ascii", maxLength: 100 }).filter((one) => !/[\r\n\0]/.test(one));
  const hex = "00".repeat(32);
  await fc.assert(
    fc.asyncProperty(header, header, async (a, b) => {
      const time = { "x-slack-request-timestamp": String(NOW), "x-signature-timestamp": String(NOW) };
      const all = {
        ...time,
        "x-slack-signature": a,
        "x-signature-ed25519": a,
        "x-shopify-hmac-sha256": a,
        "x-gitlab-token": a,
        "x-twilio-signature": a,
        "x-shopify-webhook-id": b,
        "content-type": b,
      };
      for (const verify of [verifySlack, verifyShopify, verifyGitlab, verifyTwilio])
        expect(await status(verify as Verify, post(all), "a secret that no header has")).toBe(401);
      expect(await status(verifyDiscord, post(all), hex)).toBe(401);
      const signatures = Array.from({ length: 400 }, () => `v1a,${Buffer.from(a).toString("base64")}`).join(
        " ",
      );
      const standard = {
        "webhook-id": b || "i",
        "webhook-timestamp": String(NOW),
        "webhook-signature": signatures,
      };
      expect(
        await status(verifyStandard, post(standard), `whpk_${Buffer.from(hex, "hex").toString("base64")}`),
      ).toBe(401);
    }),
    { numRuns: 30 },
  );
});
