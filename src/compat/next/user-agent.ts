// userAgent(): browser, engine, device and system, by the User-Agent header.

export interface UserAgent {
  isBot: boolean;
  ua: string;
  browser: { name?: string; version?: string; major?: string };
  device: { model?: string; type?: string; vendor?: string };
  engine: { name?: string; version?: string };
  os: { name?: string; version?: string };
  cpu: { architecture?: string };
}

const BOTS =
  /Googlebot|Mediapartners-Google|AdsBot-Google|googleweblight|Storebot-Google|Google-PageRenderer|Google-InspectionTool|Bingbot|BingPreview|Slurp|DuckDuckBot|baiduspider|yandex|sogou|LinkedInBot|bitlybot|tumblr|vkShare|quora link preview|facebookexternalhit|facebookcatalog|Twitterbot|applebot|redditbot|Slackbot|Discordbot|WhatsApp|SkypeUriPreview|ia_archiver|GPTBot|ClaudeBot/i;

/** Characters that are looked at, as in ua-parser-js: patterns with two free ends take quadratic time. */
const MOST = 500;

/** The order matters: many browsers also carry the names of those that they derive from. */
const BROWSERS: readonly [string, RegExp][] = [
  ["Edge", /Edg(?:e|A|iOS)?\/([\d.]+)/],
  ["Opera", /(?:OPR|Opera)\/([\d.]+)/],
  ["Samsung Browser", /SamsungBrowser\/([\d.]+)/],
  ["Firefox", /(?:Firefox|FxiOS)\/([\d.]+)/],
  ["Chrome", /(?:Chrome|CriOS)\/([\d.]+)/],
  ["Mobile Safari", /Version\/([\d.]+) Mobile\/\S+ Safari/],
  ["Safari", /Version\/([\d.]+).* Safari/],
];

const SYSTEMS: readonly [string, RegExp][] = [
  ["iOS", /(?:iPhone|iPad|iPod).*? OS ([\d_]+)/],
  ["Android", /Android ?([\d.]*)/],
  ["Windows", /Windows NT ([\d.]+)/],
  ["Mac OS", /Mac OS X ([\d_.]+)/],
  ["Chrome OS", /CrOS \S+ ([\d.]+)/],
  ["Linux", /Linux ?(\w*)/],
];

/** Windows versions by their NT number. */
const WINDOWS: Readonly<Record<string, string>> = {
  "10.0": "10",
  "6.3": "8.1",
  "6.2": "8",
  "6.1": "7",
  "6.0": "Vista",
};

/** Vendors of phones and tablets, by the prefix of the model. */
const VENDORS: readonly [string, RegExp][] = [
  ["Samsung", /^(?:SM-|SAMSUNG|GT-)/],
  ["Google", /^(?:Pixel|Nexus)/],
  ["Xiaomi", /^(?:Redmi|MI |Mi |POCO|Xiaomi|M\d{4})/],
  ["OnePlus", /^(?:OnePlus|ONEPLUS)/],
  ["Motorola", /^moto/i],
];

/** Parses a `User-Agent` header; parts that it lacks are undefined. */
export function userAgentFromString(input: string | undefined): UserAgent {
  const whole = input ?? "";
  const ua = whole.slice(0, MOST);
  const [browser, version] = first(BROWSERS, ua);
  const [os, osVersion] = first(SYSTEMS, ua);
  const webkit = /AppleWebKit\/([\d.]+)/.exec(ua)?.[1];
  const chromium = /Chrome\/([\d.]+)/.exec(ua)?.[1];
  const gecko = /rv:([\d.]+)\) Gecko\//.exec(ua)?.[1];
  return {
    isBot: BOTS.test(whole),
    ua: whole,
    browser: { name: browser, version, major: version?.split(".")[0] },
    device: deviceOf(ua),
    engine: chromium
      ? { name: "Blink", version: chromium }
      : webkit
        ? { name: "WebKit", version: webkit }
        : gecko
          ? { name: "Gecko", version: gecko }
          : {},
    os: {
      name: os,
      version: (os === "Windows" && WINDOWS[osVersion ?? ""]) || osVersion?.replace(/(?<=^\d.*)_/g, "."),
    },
    cpu: {
      architecture: /x86_64|x64|Win64|WOW64/.test(ua)
        ? "amd64"
        : /aarch64|arm64/i.test(ua)
          ? "arm64"
          : undefined,
    },
  };
}

/** As {@link userAgentFromString}, of a request. */
export function userAgent({ headers }: { headers: Headers }): UserAgent {
  return userAgentFromString(headers.get("user-agent") ?? undefined);
}

function first(list: readonly [string, RegExp][], ua: string): [string?, string?] {
  for (const [name, pattern] of list) {
    const found = pattern.exec(ua);
    if (found) return [name, found[1] || undefined];
  }
  return [];
}

function deviceOf(ua: string): UserAgent["device"] {
  const apple = /iPhone|iPad|iPod/.exec(ua)?.[0];
  if (apple) return { vendor: "Apple", model: apple, type: apple === "iPad" ? "tablet" : "mobile" };
  if (/Macintosh/.test(ua)) return { vendor: "Apple", model: "Macintosh" };
  if (!/Android/.test(ua)) return {};
  const model = /Android [\d.]+; ([^;)]+?)(?: Build|\))/.exec(ua)?.[1];
  return {
    vendor: VENDORS.find(([, start]) => start.test(model ?? ""))?.[0],
    model,
    type: /Mobile/.test(ua) ? "mobile" : "tablet",
  };
}
