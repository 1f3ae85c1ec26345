// Pictures of templates and files of archives that are the app's own are asked of the app itself: no port is open in these tests.
import sharp from "sharp";
import { afterEach, expect, it, vi } from "vitest";
import { appOf } from "../project.ts";

afterEach(() => vi.unstubAllEnvs());

const LOGO = `
export function GET({ request, cookies }) {
  if (request.headers.has("cookie") || request.headers.has("authorization")) throw new Error("credentials");
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20" fill="#0c0"/></svg>';
  return new Response(svg, { headers: { "content-type": "image/svg+xml" } });
}`;

const card = (src: string, options = "") => `
import { image } from "offprint";
export const GET = () => image(
  { type: "img", props: { src: ${JSON.stringify(src)}, width: 20, height: 20 } },
  { width: 20, height: 20, ${options} },
);`;

const response = (src: string) => `
import { ImageResponse } from "offprint";
export const GET = () => new ImageResponse(
  { type: "img", props: { src: ${JSON.stringify(src)}, width: 20, height: 20 } },
  { width: 20, height: 20 },
);`;

async function middle(answer: Response): Promise<number[]> {
  expect(answer.status).toBe(200);
  const data = await sharp(Buffer.from(await answer.arrayBuffer()))
    .removeAlpha()
    .raw()
    .toBuffer();
  return [...data.subarray(3 * 210, 3 * 210 + 3)];
}
const GREEN = [0, 0xcc, 0];

it.each([
  ["at localhost with the app's port", "http://localhost:25501/logo.svg"],
  ["at 127.0.0.1 with the app's port", "http://127.0.0.1:25501/logo.svg?v=2"],
  ["at the configured origin", "https://cards.example/logo.svg"],
  ["behind a redirect", "https://cards.example/moved.svg"],
  ["at VERCEL_URL", "https://a-b-c.vercel.app/logo.svg"],
  ["at NEXT_PUBLIC_SITE_URL", "https://www.cards.example/logo.svg"],
])("draws a picture %s", async (_, src) => {
  vi.stubEnv("VERCEL_URL", "a-b-c.vercel.app");
  vi.stubEnv("NEXT_PUBLIC_SITE_URL", "https://www.cards.example/");
  const moved = `export const GET = () => new Response(null, { status: 302, headers: { location: "/logo.svg" } });`;
  const app = await appOf(
    { "logo.svg.ts": LOGO, "moved.svg.ts": moved, "card.png.ts": card(src), "og.png.ts": response(src) },
    { origin: "https://cards.example", port: 25501 },
  );
  const headers = { cookie: "session=1", authorization: "Bearer 1" };
  expect(await middle(await app.get("/card.png", { headers }))).toEqual(GREEN);
  expect(await middle(await app.get("/og.png", { headers }))).toEqual(GREEN);
});

it("says which pictures go in a circle, and leaves them out of an ImageResponse", async () => {
  const at = (path: string) => `http://localhost:25501${path}`;
  const app = await appOf(
    {
      "self.png.ts": card(at("/self.png")),
      "a.png.ts": card(at("/b.png?x=1")),
      "b.png.ts": card(at("/a.png?x=2")),
      "og.png.ts": response(at("/og.png")),
    },
    { port: 25501 },
  );
  const self = await app.get("/self.png");
  expect([self.status, await self.text()]).toEqual([508, expect.stringContaining("/self.png → /self.png")]);
  const circle = await app.get("/a.png");
  expect([circle.status, await circle.text()]).toEqual([502, expect.stringContaining("/b.png")]);
  expect((await app.get("/og.png")).status).toBe(200);
});

it("says what of its own it does not have, and asks nobody else", async () => {
  const app = await appOf({ "card.png.ts": card("http://localhost:25501/nothing.png") }, { port: 25501 });
  const answer = await app.get("/card.png");
  expect([answer.status, await answer.text()]).toEqual([502, expect.stringContaining("/nothing.png")]);
});

it("asks other ports and hosts as before, and its own only where hosts allow it", async () => {
  const app = await appOf(
    {
      "logo.svg.ts": LOGO,
      "port.png.ts": card("http://localhost:25502/logo.svg"),
      "hosts.png.ts": card("https://cards.example/logo.svg", `hosts: ["cdn.example"]`),
    },
    { origin: "https://cards.example", port: 25501 },
  );
  for (const path of ["/port.png", "/hosts.png"]) expect((await app.get(path)).status).toBe(400);
});

it("ends an archive that has itself in it, and asks a tenant's own origin for its files", async () => {
  const app = await appOf(
    {
      "self.zip.ts": `import { zip } from "offprint";
        export const GET = () => zip([{ name: "a.zip", path: "/self.zip" }], { version: 1 });`,
      "host.txt.ts": `export const GET = ({ url }) => url.host;`,
      "host.zip.ts": `import { zip } from "offprint";
        export const GET = ({ url }) => zip([{ name: "host.txt", path: "/host.txt", compress: false }], { version: url.host });`,
    },
    { origin: "https://example.com", origins: ["https://*.example.com"] },
  );
  const self = await app.fetch(new Request("https://example.com/self.zip"));
  expect([self.status, await self.text()]).toEqual([508, expect.stringContaining("/self.zip → /self.zip")]);
  const archive = await app.fetch(
    new Request("https://a.example.com/host.zip", { headers: { host: "a.example.com" } }),
  );
  expect(await archive.text()).toContain("a.example.com");
});
