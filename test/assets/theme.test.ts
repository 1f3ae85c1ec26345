import * as fc from "fast-check";
import { transform } from "lightningcss";
import { describe, expect, it } from "vitest";
import { contrast, theme, type Theme } from "offprint";
import { keepsContract, textOf } from "./contract.ts";

keepsContract(
  "theme",
  () => theme({ tokens: { ink: "#111" }, dark: { ink: "#eee" } }),
  () => theme({ tokens: { ink: "#222" } }),
);

const css = (value: Theme): Promise<string> => textOf(theme({ strict: true, ...value }));

/** What a browser's parser makes of a stylesheet: every declaration and every selector. */
function judge(text: string): { names: string[]; rules: number; urls: number } {
  const names: string[] = [];
  let rules = 0;
  let urls = 0;
  transform({
    filename: "theme.css",
    code: Buffer.from(text),
    errorRecovery: false,
    visitor: {
      Rule: {
        style() {
          rules++;
        },
      },
      Declaration: {
        custom(declaration) {
          names.push(declaration.name);
        },
      },
      Url() {
        urls++;
      },
    },
  });
  return { names, rules, urls };
}

describe("theme", () => {
  it("writes each kind of token from its value", async () => {
    const text = await css({
      tokens: {
        color: {
          paper: "#FFF",
          ink: "rgb(17 17 17 / 50%)",
          link: "{color.paper}",
          wide: "color(display-p3 1 0.5 0)",
        },
        space: { "2xl": "1.5rem", none: "0px" },
        font: { body: ["Inter", "sans-serif"] },
        lineHeight: 1.5,
        fast: "200ms",
        ease: [0.2, 0, 0, 1],
      },
    });
    expect(text).toBe(
      `:root {
  color-scheme: light;
  --color-paper: #ffffff;
  --color-ink: rgb(17 17 17 / 0.5);
  --color-link: var(--color-paper);
  --color-wide: color(display-p3 1 0.5 0);
  --space-2xl: 1.5rem;
  --space-none: 0px;
  --font-body: "Inter", sans-serif;
  --line-height: 1.5;
  --fast: 200ms;
  --ease: cubic-bezier(0.2, 0, 0, 1);
}
`,
    );
  });

  it("takes tokens of the Design Tokens format: groups, inherited types, objects, references", async () => {
    const text = await css({
      tokens: {
        color: {
          $type: "color",
          $description: "ignored",
          brand: { $value: { colorSpace: "oklch", components: [0.7, 0.1, 200], alpha: 0.5 } },
          accent: {
            $root: { $value: "{color.brand}" },
            soft: { $value: { colorSpace: "hsl", components: [200, 50, 90] } },
          },
        },
        shadow: {
          $type: "shadow",
          $value: [
            {
              color: "{color.brand}",
              offsetX: { value: 0, unit: "px" },
              offsetY: "1px",
              blur: "2px",
              spread: 0,
            },
            { color: "#000", offsetX: 0, offsetY: 0, inset: true },
          ],
        },
        border: {
          $type: "border",
          $value: { width: "1px", style: "solid", color: { $ref: "#/color/brand/$value" } },
        },
        body: {
          $type: "typography",
          $value: { fontFamily: "Inter", fontSize: "1rem", fontWeight: "semi-bold", lineHeight: 1.4 },
        },
        fade: { $type: "transition", $value: { duration: "0.2s", timingFunction: [0, 0, 1, 1] } },
      },
    });
    expect(text.split("\n").slice(2, -2)).toEqual([
      "  --color-brand: oklch(0.7 0.1 200 / 0.5);",
      "  --color-accent: var(--color-brand);",
      "  --color-accent-soft: hsl(200 50% 90%);",
      "  --shadow: 0px 1px 2px 0 var(--color-brand), inset 0 0 0 0 #000000;",
      "  --border: 1px solid var(--color-brand);",
      '  --body: 600 1rem/1.4 "Inter";',
      "  --fade: 0.2s cubic-bezier(0, 0, 1, 1) 0s;",
    ]);
  });

  it("follows the system, and a reader's choice over it", async () => {
    const value = { tokens: { ink: "#000", space: "1rem" }, dark: { ink: "#fff" }, prefix: "op-" };
    const auto = await css(value);
    expect(auto.match(/--op-ink: #\w+/g)).toEqual([
      "--op-ink: #000000",
      "--op-ink: #ffffff",
      "--op-ink: #ffffff",
    ]);
    expect(auto).toContain("color-scheme: light dark");
    expect(auto).toContain('@media (prefers-color-scheme: dark) {\n:root:not([data-theme="light"])');
    expect(judge(auto).rules).toBe(4);
    expect(await css({ ...value, mode: "dark" })).toBe(
      ":root {\n  color-scheme: dark;\n  --op-ink: #ffffff;\n  --op-space: 1rem;\n}\n",
    );
    expect(await css({ ...value, mode: "light" })).not.toContain("#ffffff");
  });

  it("keeps pairs readable, in the light and in the dark", async () => {
    const pair = [{ text: "ink", on: "paper" }];
    const tokens = { ink: "{black}", black: "#000", paper: "#fff" };
    await css({ tokens, dark: { ink: "#fff", paper: "#111" }, contrast: pair });
    await expect(css({ tokens, dark: { paper: "#333" }, contrast: pair })).rejects.toThrow(
      "ink on paper has a contrast of 1.66 in the dark, and 4.5 is asked for",
    );
    expect(await contrast("#000", "white")).toBe(21);
    await expect(contrast("nope", "white")).rejects.toThrow("not a colour");
    await expect(
      css({ tokens: { a: "var(--x)", b: "#fff" }, contrast: [{ text: "a", on: "b" }] }),
    ).rejects.toThrow('a on b: contrast(): "var(--x)" is not a colour');
  });

  it.each([
    ["red;} body{background:url(//evil)}", "no such token"],
    ["red;} body", "no value of CSS"],
    ["url(//evil)", "a Url"],
    ['image-set("//evil" 1x)', "calls image-set()"],
    ["attr(title)", "calls attr()"],
    ["1px;--x:y", "no value of CSS"],
    ["red !important", "no value of CSS"],
    ["'</style><script>'", "a character that tokens may not have"],
    ["1e999px", "a number that is too large"],
    ["(".repeat(30), "functions more than 20 deep"],
    ["a ".repeat(600), "longer than 1000 characters"],
    ["", "is empty"],
    ["{nothing}", "no such token"],
    ["{a}", "refers to itself"],
    [Number.NaN, "is not a number"],
    [{ $type: "color", $value: "12px" }, "is not a colour"],
    [{ $type: "color", $value: "url(//evil)" }, "is not a colour"],
    [{ $type: "dimension", $value: "linear-gradient(red, blue)" }, "is not a length"],
    [{ $type: "color", $value: null }, "has no value"],
    [{ $type: "fontFamily", $value: 'x"; } body { color: red' }, "font family"],
    [{ $type: "strokeStyle", $value: "solid; x: y" }, "not an object"],
    [{ $type: "fontWeight", $value: "900; x: y" }, "font weight"],
    [{ $type: "nothing", $value: 1 }, "$type"],
    [{ $type: "typography", $value: { fontFamily: "A", fontSize: "1px", leading: 2 } }, 'a part "leading"'],
    [{ "x: y; z": 1 }, "may hold letters"],
    [{ $type: "color", $value: { colorSpace: "srgb) x (", components: [0, 0, 0] } }, "not a colour"],
    [{ $type: "color", $value: { colorSpace: "srgb", components: ["0);", 0, 0] } }, "not a colour"],
  ])("refuses %j", async (value, message) => {
    await expect(css({ tokens: { a: value } })).rejects.toThrow(message);
  });

  it("leaves a token that is none out, with those that refer to it, and says which", async () => {
    const warnings: string[] = [];
    const tokens = {
      ok: "#fff",
      bad: "red;} body{display:none",
      one: "{bad}",
      two: "calc({bad} * 2)",
      three: "{one}",
      nowhere: "{nothing}",
      "na:me": 1,
      nothing2: null,
      also: "{ok}",
    };
    const given = { warn: (message: string) => void warnings.push(message) };
    const text = await textOf(theme({ tokens, dark: { ok: "nope(" } }), undefined, given);
    expect(text).toBe(":root {\n  color-scheme: light;\n  --ok: #ffffff;\n  --also: var(--ok);\n}\n");
    const named = warnings.map((message) =>
      /token (\S+)|name "(\S+)"|\{(nothing)\}/.exec(message)?.slice(1).find(Boolean),
    );
    expect(named).toEqual(["na:me", "bad", "one", "two", "three", "nothing", "ok"]);
    expect(warnings[1]).toBe(
      'theme(): the token bad (css) is no value of CSS: "red;} body{display:none". It was left out.',
    );
  });

  it("takes values of CSS that are computed in the browser", async () => {
    const text = await css({
      tokens: {
        fluid: "clamp(1rem, 0.5rem + 2vw, 2rem)",
        brand: "var(--brand, #f00)",
        shadow: "0 1px 2px rgb(0 0 0 / 0.1)",
        font: "Inter, 'Noto Sans', sans-serif",
        mix: { $type: "color", $value: "color-mix(in oklab, #fff 50%, {ink})" },
        ink: "light-dark(#111, #eee)",
        current: { $type: "color", $value: "currentColor" },
        ease: { $type: "cubicBezier", $value: "ease-in-out" },
        weight: { $type: "fontWeight", $value: "var(--w)" },
        double: "calc({fluid} * 2)",
        twice: { $type: "dimension", $value: "calc(var(--space) * 2)" },
      },
    });
    expect(text.split("\n").slice(2, -2)).toEqual([
      "  --fluid: clamp(1rem,0.5rem + 2vw,2rem);",
      "  --brand: var(--brand,#f00);",
      "  --shadow: 0 1px 2px rgb(0 0 0/0.1);",
      '  --font: Inter,"Noto Sans",sans-serif;',
      "  --mix: color-mix(in oklab,#fff 50%,var(--ink));",
      "  --ink: light-dark(#111,#eee);",
      "  --current: currentColor;",
      "  --ease: ease-in-out;",
      "  --weight: var(--w);",
      "  --double: calc(var(--fluid)*2);",
      "  --twice: calc(var(--space)*2);",
    ]);
    expect(judge(text)).toMatchObject({ rules: 1, urls: 0 });
  });

  it("takes tokens of Style Dictionary 3 and Tokens Studio", async () => {
    const text = await css({
      tokens: {
        color: { red: { value: "#f00", type: "color", comment: "x" }, link: { value: "{color.red.value}" } },
        space: { value: { value: "16", type: "spacing" } },
        radius: { $type: "borderRadius", s: { value: 4, type: "borderRadius" } },
        lead: { value: "AUTO", type: "lineHeights" },
        half: { value: "150%", type: "lineHeights" },
        weight: { value: "Semi Bold", type: "fontWeights" },
        drop: {
          value: { x: "0", y: "1", blur: "2", spread: "0", color: "#0008", type: "dropShadow" },
          type: "boxShadow",
        },
      },
    });
    expect(text.split("\n").slice(2, -2)).toEqual([
      "  --color-red: #ff0000;",
      "  --color-link: var(--color-red);",
      "  --space-value: 16px;",
      "  --radius-s: 4px;",
      "  --lead: normal;",
      "  --half: 150%;",
      "  --weight: 600;",
      "  --drop: 0 1px 2px 0 #00000088;",
    ]);
  });

  it("takes the whole of the Design Tokens format's types", async () => {
    const text = await css({
      tokens: {
        h1: {
          $type: "typography",
          $value: {
            fontFamily: "Inter",
            fontSize: "42px",
            fontWeight: 700,
            letterSpacing: "0.1px",
            lineHeight: "48px",
          },
        },
        says: { $type: "string", $value: 'a "b" <c>\n\\' },
        ratio: { $type: "dimension", $value: { value: 1.5, unit: "" } },
        weight: { $type: "fontWeight", body: { $value: 400 } },
      },
      dark: { weight: { body: { $value: "bold" } } },
      mode: "dark",
    });
    expect(text.split("\n").slice(2, -2)).toEqual([
      '  --h1: 700 42px/48px "Inter";',
      "  --h1-letter-spacing: 0.1px;",
      '  --says: "a \\22 b\\22  \\3c c>\\a \\5c ";',
      "  --ratio: 1.5;",
      "  --weight-body: 700;",
    ]);
    expect(judge(text)).toMatchObject({ rules: 1, urls: 0 });
  });

  it("is Tailwind's theme by option", async () => {
    const value = { tokens: { color: { ink: "#000" } }, dark: { color: { ink: "#fff" } } };
    const text = await css({ ...value, format: "tailwind" });
    expect(text).toMatch(
      /^@theme \{\n {2}--color-ink: #000000;\n\}\n:root \{\n {2}color-scheme: light dark;\n\}\n@media/,
    );
    expect(await css({ ...value, format: "tailwind", mode: "dark" })).toContain(
      "@theme {\n  --color-ink: #ffffff;\n}",
    );
  });

  it("sees through translucent colours", async () => {
    expect(await contrast("rgb(0 0 0 / 0.05)", "#fff")).toBeLessThan(1.2);
    expect(await contrast("#000", "rgb(0 0 0 / 0.5)")).toBeLessThan(6);
    const faint = { tokens: { t: "rgb(0 0 0 / 0.05)", b: "#fff" }, contrast: [{ text: "t", on: "b" }] };
    await expect(css(faint)).rejects.toThrow("t on b has a contrast of 1.1");
    const warnings: string[] = [];
    const given = { warn: (message: string) => void warnings.push(message) };
    expect(await textOf(theme(faint), undefined, given)).toContain("--t: rgb(0 0 0 / 0.05)");
    expect(warnings).toEqual([
      expect.stringContaining("in the light"),
      expect.stringContaining("in the dark"),
    ]);
  });

  it("refuses options that it does not know", () => {
    const bad = (more: object) => () => theme({ tokens: {}, ...more });
    expect(bad({ darc: {} })).toThrow("Did you mean `dark`?");
    expect(bad({ mode: "drak" })).toThrow("none of auto, light and dark");
    expect(bad({ prefix: "a b" })).toThrow("no name");
    expect(bad({ format: "less" })).toThrow("neither css nor tailwind");
    expect(() => theme({ dark: null } as unknown as Theme)).toThrow("`tokens` is missing");
  });

  it("refuses two tokens that would be one property", async () => {
    await expect(css({ tokens: { "a b": 1, "a-b": 2 } })).rejects.toThrow(
      "two tokens are both written as --a-b",
    );
  });

  it("lets nothing but the declarations of its tokens through, whatever they say", async () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        ..."{};:()\"'\\/*<>@!,#-_. 01aeprx%\n".split(""),
        "url(",
        "red",
        "rgb(",
        "px",
        "var(--",
        "calc(",
        "<",
        "/*",
      ),
    });
    const value = fc.oneof(
      nasty,
      fc.double(),
      fc.array(nasty, { maxLength: 3 }),
      fc.tuple(fc.float(), fc.float()),
    );
    const token = fc.oneof(
      value,
      fc.record({ $type: fc.constantFrom("color", "fontFamily", "dimension"), $value: value }),
    );
    let written = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constant("a"), nasty), token, async (name, token) => {
        const text = await css({ tokens: { [name]: token } }).catch((error: unknown) => {
          expect(error).toBeInstanceOf(TypeError);
          return undefined;
        });
        if (text === undefined || text.split("\n").length < 5) return;
        written++;
        const { names, rules, urls } = judge(text);
        expect({ rules, urls, count: names.length }).toEqual({ rules: 1, urls: 0, count: 1 });
      }),
      { numRuns: 1_500 },
    );
    expect(written).toBeGreaterThan(20);
  });
});
