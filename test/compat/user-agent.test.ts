// userAgent() against what Next.js 16.4 gives for the same texts.

import { expect, test } from "vitest";
import { userAgentFromString } from "../../src/compat/next/user-agent.ts";

const SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const BLINK = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${BLINK} Chrome/120.0.0.0 Safari/537.36`,
    ["Chrome", "Windows", "10", undefined, undefined, "amd64"],
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) ${SAFARI} Version/17.1 Mobile/15E148 Safari/604.1`,
    ["Mobile Safari", "iOS", "17.1", "Apple", "mobile", undefined],
  ],
  [
    `Mozilla/5.0 (Linux; Android 13; SM-S918B) ${BLINK} SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36`,
    ["Samsung Browser", "Android", "13", "Samsung", "mobile", undefined],
  ],
  [
    `Mozilla/5.0 (X11; Linux x86_64) ${BLINK} Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0`,
    ["Edge", "Linux", "x86_64", undefined, undefined, "amd64"],
  ],
  [
    `Mozilla/5.0 (Linux; Android 12; Pixel 6) ${BLINK} Chrome/119.0.0.0 Mobile Safari/537.36`,
    ["Chrome", "Android", "12", "Google", "mobile", undefined],
  ],
  ["curl/8.0", [undefined, undefined, undefined, undefined, undefined, undefined]],
])("%s", (text, expected) => {
  const { browser, os, device, cpu } = userAgentFromString(text);
  expect([browser.name, os.name, os.version, device.vendor, device.type, cpu.architecture]).toEqual(expected);
});
