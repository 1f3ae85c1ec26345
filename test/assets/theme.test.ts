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

const css = (value: Theme): Promise<string> => textOf(theme(value));

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
  });

  it.each([
    ["red;} body{background:url(//evil)}", "not a colour"],
    ["url(//evil)", "not a colour"],
    ["var(--other)", "not a colour"],
    ["1px;--x:y", "not a colour"],
    ["1e999px", "not a colour"],
    ["{nothing}", "no such token"],
    ["{a}", "refers to itself"],
    [null, "not a colour"],
    [Number.NaN, "is not a number"],
    [{ $type: "fontFamily", $value: 'x"; } body { color: red' }, "font family"],
    [{ $type: "strokeStyle", $value: "solid; x: y" }, "not an object"],
    [{ $type: "fontWeight", $value: "900; x: y" }, "font weight"],
    [{ $type: "nothing", $value: 1 }, "$type"],
    [{ "x: y; z": 1 }, "may hold letters"],
    [{ $type: "color", $value: { colorSpace: "srgb) x (", components: [0, 0, 0] } }, "not a colour"],
    [{ $type: "color", $value: { colorSpace: "srgb", components: ["0);", 0, 0] } }, "not a colour"],
  ])("refuses %j", async (value, message) => {
    await expect(css({ tokens: { a: value } })).rejects.toThrow(message);
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
