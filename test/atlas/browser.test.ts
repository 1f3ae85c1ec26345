// The example site in a real browser: what it loads, what it says, how it fits.
import { chromium, type Browser } from "playwright-core";
import { serve, type Server } from "offprint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasProgram } from "../judges.ts";
import { useAtlas } from "./atlas-app.ts";

const executablePath = "/usr/bin/chromium";
const installed = hasProgram("chromium");

const get = useAtlas();
let server: Server;
let browser: Browser;

beforeAll(async () => {
  if (!installed) return;
  server = await serve(
    async (request) => {
      const { pathname, search } = new URL(request.url);
      return get(pathname + search, { headers: request.headers });
    },
    { port: 0, hostname: "127.0.0.1" },
  );
  browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a page; gives it with everything that went wrong on it. */
async function open(path: string, width: number, colorScheme: "light" | "dark") {
  const page = await browser.newPage({ viewport: { width, height: 1_000 }, colorScheme });
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(`http://127.0.0.1:${server.port}${path}`, { waitUntil: "networkidle" });
  return { page, faults };
}

describe.skipIf(!installed)("in a browser", () => {
  it.each([
    ["/", 1280, "light"],
    ["/", 390, "dark"],
    ["/countries/IN", 390, "light"],
    ["/journal/fonts-and-scripts", 1280, "dark"],
  ] as const)("%s loads whole at %i px in the %s", async (path, width, scheme) => {
    const { page, faults } = await open(path, width, scheme);
    const seen = await page.evaluate(() => ({
      overflow: document.documentElement.scrollWidth - innerWidth,
      broken: [...document.images]
        .filter((image) => image.complete && image.naturalWidth === 0)
        .map((image) => image.src),
      images: [...document.images].filter((image) => image.naturalWidth > 0).length,
      paper: getComputedStyle(document.body).backgroundColor,
      inter: document.fonts.check("700 16px Inter"),
    }));
    expect(faults).toEqual([]);
    expect(seen).toMatchObject({
      overflow: 0,
      broken: [],
      paper: scheme === "dark" ? "rgb(13, 25, 32)" : "rgb(238, 243, 242)",
      inter: true,
    });
    expect(seen.images).toBeGreaterThan(0);
    await page.close();
  });

  it("filters the countries while one types", async () => {
    const { page, faults } = await open("/", 1280, "light");
    await page.fill("#q", "日本");
    const shown = page.locator("[data-names]:not([hidden]) .name");
    expect(await shown.allTextContents()).toEqual([expect.stringContaining("Japan")]);
    await page.fill("#q", "zzz");
    expect(await page.locator(".nothing").isVisible()).toBe(true);
    expect(faults).toEqual([]);
    await page.close();
  });
});
