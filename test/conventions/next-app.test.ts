// An app folder as `create-next-app` and the documentation make it, served by the command with nothing changed.

import { spawn, type ChildProcess } from "node:child_process";
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { PNG } from "pngjs";
import { afterEach, expect, test } from "vitest";
import { writeProject } from "../project.ts";
import { openNext } from "./open.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const image = (size: string, text: string, more = "") => `
import { ImageResponse } from 'next/og'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

// Image metadata
export const alt = 'About Acme'
export const size = ${size}
export const contentType = 'image/png'

// Image generation
export default async function Image({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  ${more}
  return new ImageResponse(
    (
      // ImageResponse JSX element
      <div style={{ fontSize: 24, background: 'black', width: '100%', height: '100%', display: 'flex', alignItems: 'center', justifyContent: 'center', color: 'white' }}>
        ${text}
      </div>
    ),
    // ImageResponse options
    { ...size${more ? ", fonts: [{ name: 'Inter', data: interSemiBold, style: 'normal', weight: 400 }]" : ""} }
  )
}
`;

const FILES = {
  "app/layout.tsx": `
import type { Metadata } from 'next'
import { Geist } from 'next/font/google'
import './globals.css'
const geist = Geist({ subsets: ['latin'] })
export const metadata: Metadata = { title: 'Acme' }
export default function RootLayout({ children }: { children: React.ReactNode }) { return <html lang="en"><body className={geist.className}>{children}</body></html> }`,
  "app/globals.css": "body { margin: 0 }",
  "app/page.tsx": `import Image from 'next/image'; export default function Home() { return <Image src="/next.svg" alt="" /> }`,
  "app/icon.tsx": image("{ width: 32, height: 32 }", "A"),
  "app/opengraph-image.tsx": image(
    "{ width: 1200, height: 630 }",
    "About Acme",
    "// Font loading, process.cwd() is Next.js project directory\n  const interSemiBold = await readFile(join(process.cwd(), 'assets/Inter-SemiBold.ttf'))",
  ),
  "app/posts/[slug]/opengraph-image.tsx": image("{ width: 600, height: 315 }", "{slug}"),
  "app/sitemap.ts": `
import type { MetadataRoute } from 'next'

export default function sitemap(): MetadataRoute.Sitemap {
  return [{ url: 'https://acme.com', lastModified: new Date(0), changeFrequency: 'yearly', priority: 1 }]
}`,
  "app/robots.ts": `
import type { MetadataRoute } from 'next'

export default function robots(): MetadataRoute.Robots {
  return { rules: { userAgent: '*', allow: '/', disallow: '/private/' }, sitemap: 'https://acme.com/sitemap.xml' }
}`,
  "app/api/hello/route.ts": `export async function GET() { return Response.json({ message: 'Hello World' }) }`,
  "app/api/env/route.js": `export async function GET() { return Response.json(process.env.NODE_ENV) }`,
  "app/beside/opengraph-image.tsx": `
import { ImageResponse } from 'next/og'

export const runtime = 'edge'
export const size = { width: 120, height: 60 }
export const contentType = 'image/png'

export default async function Image() {
  const font = fetch(new URL('../../assets/Inter-SemiBold.ttf', import.meta.url)).then((res) => res.arrayBuffer())
  return new ImageResponse(<div style={{ display: 'flex', color: 'white', background: 'black' }}>Beside</div>, {
    ...size,
    fonts: [{ name: 'Inter', data: await font, style: 'normal', weight: 600 }],
  })
}`,
  "app/about/opengraph-image.jsx": `
import { ImageResponse } from 'next/og'

export const size = { width: 200, height: 100 }
export const contentType = 'image/png'

export default function Image() {
  return new ImageResponse(<div style={{ display: 'flex', color: 'white', background: 'black' }}>About</div>, size)
}`,
};

let child: ChildProcess | undefined;
afterEach(() => void child?.kill("SIGKILL"));

/** Starts the command in a folder; gives where it listens. */
function start(cwd: string, ...args: string[]): Promise<string> {
  child = spawn(process.execPath, [at("dist/cli/main.js"), "start", ...args, "--port", "0"], {
    cwd,
    env: { ...process.env, NODE_ENV: undefined },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let out = "";
    const read = (chunk: Buffer) => {
      out += chunk.toString();
      const url = /on (http:\/\/\S+)/.exec(out)?.[1];
      if (url) resolve(url);
    };
    child!.stdout!.on("data", read);
    child!.stderr!.on("data", read);
    child!.once("exit", () => reject(new Error(out)));
  });
}

test("offprint start app --convention next", async () => {
  const root = await writeProject(FILES);
  cpSync(at("fonts/Inter-600.woff2"), join(root, "assets/Inter-SemiBold.ttf"));
  const base = await start(root, "app", "--convention", "next");
  const size = async (path: string) => {
    const answer = await fetch(base + path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
    const { width, height, data } = PNG.sync.read(Buffer.from(await answer.arrayBuffer()));
    // Something white was drawn on the black.
    expect(data.some((value, index) => index % 4 === 0 && value > 200)).toBe(true);
    return [width, height];
  };
  expect(await size("/icon")).toEqual([32, 32]);
  expect(await size("/opengraph-image")).toEqual([1200, 630]);
  expect(await size("/about/opengraph-image")).toEqual([200, 100]);
  expect(await size("/beside/opengraph-image")).toEqual([120, 60]);
  expect(await size("/posts/hello%20world/opengraph-image")).toEqual([600, 315]);
  const card = await fetch(`${base}/opengraph-image`, { method: "HEAD" });
  const again = await fetch(`${base}/opengraph-image`, {
    headers: { "if-none-match": card.headers.get("etag")! },
  });
  expect(again.status).toBe(304);
  expect(await (await fetch(`${base}/sitemap.xml`)).text()).toContain("<loc>https://acme.com</loc>");
  expect(await (await fetch(`${base}/robots.txt`)).text()).toBe(
    "User-Agent: *\nAllow: /\nDisallow: /private/\n\nSitemap: https://acme.com/sitemap.xml\n",
  );
  expect(await (await fetch(`${base}/api/hello`)).json()).toEqual({ message: "Hello World" });
  expect(await (await fetch(`${base}/api/env`)).json()).toBe("production");
  expect((await fetch(base)).status).toBe(404);
});

test("a handler sees the cookies that the proxy has set for the same request", async () => {
  const app = await openNext({
    "../proxy.ts": `import { NextResponse } from "next/server"; import { cookies } from "next/headers";
      export async function proxy() {
        (await cookies()).set("staged", "1");
        const answer = NextResponse.next(); answer.cookies.set("fresh", "2"); answer.cookies.set("gone", "", { maxAge: 0 }); return answer; }`,
    "a/route.ts": `import { cookies } from "next/headers"; export const GET = async () => { const jar = await cookies();
      return Response.json([jar.get("staged")?.value, jar.get("fresh")?.value, jar.get("own")?.value]); };`,
  });
  const response = await app.get("/a", { headers: { cookie: "own=3" } });
  expect(await response.json()).toEqual(["1", "2", "3"]);
  expect(response.headers.getSetCookie().map((cookie) => cookie.split(";")[0])).toEqual([
    "staged=1",
    "fresh=2",
    "gone=",
  ]);
});
