// The whole server against input that has brought others down, each followed by a good request.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { crc32, deflateSync } from "node:zlib";
import { cache } from "../../src/cache/cache.ts";
import { pool, type Pool } from "../../src/pool/pool.ts";
import type { Server } from "../../src/port/options.ts";
import { serve } from "../../src/port/serve.ts";

/** Bytes that a child may hold here. */
// On a busy machine what ends a child, such as three seconds of its own time, takes many.
vi.setConfig({ testTimeout: 240_000 });

const MAX_RSS = 700 * 1024 * 1024;

const ROUTES: Record<string, string> = {
  "good.png.tsx": `import { image } from "offprint";
    export const GET = () => image(<div style={{ display: "flex" }}>good</div>, { width: 200, height: 100 });`,
  "good.pdf.ts": `import { pdf, heading } from "offprint";
    function* page() { yield heading(1, "Good"); }
    export const GET = () => pdf(page, {});`,
  "size/[w]/[h].png.tsx": `import { image } from "offprint";
    export const GET = ({ params }) =>
      image(<div style={{ display: "flex" }}>x</div>, { width: Number(params.w), height: Number(params.h) });`,
  "density/[d].png.tsx": `import { image } from "offprint";
    export const GET = ({ params }) => image(<div style={{ display: "flex" }}>x</div>, { pixelDensity: Number(params.d) });`,
  "text/[n].png.tsx": `import { image } from "offprint";
    export const GET = ({ params }) => image(<div style={{ display: "flex" }}>{"a".repeat(Number(params.n))}</div>);`,
  "deep/[n].png.tsx": `import { image } from "offprint";
    export const GET = ({ params }) => {
      let tree = <i>x</i>;
      for (let i = 0; i < Number(params.n); i++) tree = <div style={{ display: "flex" }}>{tree}</div>;
      return image(tree);
    };`,
  "wide/[n].png.tsx": `import { image } from "offprint";
    export const GET = ({ params }) =>
      image(<div style={{ display: "flex" }}>{Array.from({ length: Number(params.n) }, () => <b>x</b>)}</div>);`,
  "avatar.png.tsx": `import { image } from "offprint";
    export async function POST({ request }) {
      return image(<img src={"data:image/svg+xml;base64," + Buffer.from(await request.text()).toString("base64")} width="600" height="600" />);
    }`,
  "remote.png.tsx": `import { image } from "offprint";
    export const GET = ({ url }) => image(<img src={url.searchParams.get("src")} width="100" height="100" />);`,
  "picture.pdf.ts": `import { pdf, picture } from "offprint";
    export async function POST({ request }) {
      const data = new Uint8Array(await request.arrayBuffer());
      return pdf(function* page() { yield picture(data, { alt: "a picture" }); }, { version: 1 });
    }`,
  "links.pdf.ts": `import { pdf, paragraph, link } from "offprint";
    export const GET = () => pdf(function* page() { yield paragraph([link("javascript:alert(1)", "press me")]); }, {});`,
  "words.pdf.ts": `import { pdf, paragraph } from "offprint";
    export const GET = () => pdf(function* page() { yield paragraph("x".repeat(100_000)); }, {});`,
  "columns.pdf.ts": `import { pdf, table } from "offprint";
    export const GET = () => pdf(function* page() {
      yield table({ columns: Array.from({ length: 500 }, (_, i) => ({ title: "c" + i, value: "v" })), rows: [{ v: 1 }] });
    }, {});`,
  "sitemap.xml.ts": `import { sitemap } from "offprint";
    export const GET = () => sitemap([{ url: "http://[" }, { url: "/fine" }]);`,
  "eager.bin.ts": `export const GET = () => new Response(new ReadableStream({
      start(controller) { for (let i = 0; i < 60; i++) controller.enqueue(new Uint8Array(16_000_000).fill(i)); controller.close(); },
    }));`,
  "spin.txt.ts": `export const GET = () => { for (;;); };`,
  "oom.txt.ts": `export const GET = () => { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); };`,
};

let root: string;
let pooled: Pool;
let server: Server;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "offprint-hostile-"));
  for (const [name, text] of Object.entries(ROUTES)) {
    const file = join(root, "routes", name);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, text);
  }
  pooled = pool({
    app: new URL("../../dist/cli/child-app.js", import.meta.url),
    args: { folder: root, origin: "http://localhost" },
    size: 1,
    spare: 1,
    stuckAfter: 3_000,
    maxWait: 20_000,
    maxRss: MAX_RSS,
  });
  server = await serve(cache(pooled, { origin: "http://localhost" }), {
    port: 0,
    hostname: "127.0.0.1",
    ready: pooled.alive,
  });
  await pooled.ready();
});

afterAll(async () => {
  await server.close(0);
  await pooled.close();
  await rm(root, { recursive: true, force: true });
});

const get = (path: string, init?: RequestInit) => fetch(server.url + path, init);

async function good(): Promise<void> {
  for (const path of ["/good.png", "/good.pdf"]) {
    // Not from the store: a child must answer.
    const response = await get(path, { headers: { "cache-control": "no-cache" } });
    expect(response.status).toBe(200);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100);
  }
}

/** Nothing of the inside in what the client is told. */
async function refusedBy(response: Response, ...statuses: number[]): Promise<void> {
  const text = await response.text();
  expect(statuses, text.slice(0, 200)).toContain(response.status);
  expect(text).not.toMatch(/node_modules|\.tsx?\b|\bat .+:\d+:\d+/);
}

test.each([
  ["/size/NaN/10.png"],
  ["/size/0/10.png"],
  ["/size/-5/10.png"],
  ["/size/Infinity/10.png"],
  ["/size/1.5/10.png"],
  ["/size/1000000000/1000000000.png"],
  ["/size/16384/16384.png"],
  ["/density/1000.png"],
  ["/density/NaN.png"],
])("a size that is none, or absurd: %s", async (path) => {
  await refusedBy(await get(path), 400);
  await good();
});

test.each([
  ["unbroken text", "/text/100000.png", 422],
  ["a tree that is too deep", "/deep/5000.png", 422],
  ["a tree of too many elements", "/wide/20000.png", 422],
])("%s", async (_what, path, status) => {
  await refusedBy(await get(path), status);
  await good();
});

const svg = (inside: string, size = 600) =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${size}" height="${size}" viewBox="0 0 600 600">${inside}</svg>`;

test.each([
  [
    "filters that take for ever",
    svg(
      `<filter id="f"><feTurbulence baseFrequency="0.9" numOctaves="99"/></filter><rect width="600" height="600" filter="url(#f)"/>`,
    ),
  ],
  ["a gigapixel", svg(`<rect width="600" height="600"/>`, 1_000_000_000)],
  ["a script", svg(`<script>process.exit()</script><rect width="9" height="9"/>`)],
  [
    "a local file",
    svg(
      `<image href="/etc/passwd" width="9" height="9"/><image xlink:href="../../etc/hostname" width="9" height="9"/>`,
    ),
  ],
  [
    "ten million copies",
    svg(
      `<g id="a"><rect width="1" height="1"/></g>${Array.from({ length: 8 }, (_, i) => `<g id="${"bcdefghi"[i]}">${`<use href="#${"abcdefgh"[i]}"/>`.repeat(10)}</g>`).join("")}`,
    ),
  ],
  ["no SVG", "<svg"],
])("an uploaded SVG with %s", async (_what, source) => {
  const response = await get("/avatar.png", { method: "POST", body: source });
  if (response.status === 200) await response.arrayBuffer();
  else await refusedBy(response, 400, 422);
  await good();
});

test("an uploaded SVG that names a pipe does not wait for it", async () => {
  const pipe = join(root, "pipe.png");
  execFileSync("mkfifo", [pipe]);
  const response = await get("/avatar.png", {
    method: "POST",
    body: svg(
      `<image href="${pipe}" width="9" height="9"/><image href="file://${pipe}" width="9" height="9"/>`,
    ),
  });
  expect([200, 422]).toContain(response.status);
  await response.arrayBuffer();
  await good();
});

test.each([
  "http://127.0.0.1:9/x.png",
  "http://localhost./x.png",
  "http://2130706433/x.png",
  "http://0x7f.1/x.png",
  "http://0.0.0.0/x.png",
  "http://[::ffff:127.0.0.1]/x.png",
  "http://169.254.169.254/latest/meta-data",
  "http://100.64.0.1/x.png",
  "http://10.0.0.1/x.png",
  "file:///etc/passwd",
])("a picture of a private network: %s", async (src) => {
  await refusedBy(await get(`/remote.png?src=${encodeURIComponent(src)}`), 400, 422);
  await good();
});

test("a damaged picture in a PDF", async () => {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.from([0, 0, 0, 50, 0, 0, 0, 50, 8, 6, 0, 0, 0]);
  const bytes = deflateSync(Buffer.alloc(50 * 201));
  bytes.fill(0xff, 6);
  const png = Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", head),
    chunk("IDAT", bytes),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  for (const body of [png, Buffer.from("not a picture")]) {
    await refusedBy(await get("/picture.pdf", { method: "POST", body }), 400, 422, 500);
    await good();
  }
});

test("a PDF's links run nothing, and its text and columns have an end", async () => {
  const links = await get("/links.pdf");
  expect(Buffer.from(await links.arrayBuffer()).toString("latin1")).not.toContain("javascript:");
  await good();
  const words = await get("/words.pdf");
  expect([200, 422, 500]).toContain(words.status);
  await words.arrayBuffer();
  await good();
  await refusedBy(await get("/columns.pdf"), 400, 422, 500);
  await good();
});

test("a sitemap with a URL that is none", async () => {
  const response = await get("/sitemap.xml");
  await response.text();
  await good();
});

test.each([
  ["loops for ever", "/spin.txt"],
  ["fills the heap", "/oom.txt"],
])("a route that %s", async (_what, path) => {
  const response = await get(path);
  await refusedBy(response, 503);
  expect(response.headers.get("retry-after")).toBeTruthy();
  await good();
});

test("streams that hold everything at once, to readers that do not read", async () => {
  const gone = new AbortController();
  const answers = await Promise.allSettled(
    Array.from({ length: 2 }, (_, i) => get(`/eager.bin?${i}`, { signal: gone.signal })),
  );
  for (const { pid, rss } of pooled.stats().children) expect(rss, String(pid)).toBeLessThan(MAX_RSS * 2);
  gone.abort();
  for (const answer of answers)
    if (answer.status === "fulfilled") expect([200, 503]).toContain(answer.value.status);
  await good();
});
