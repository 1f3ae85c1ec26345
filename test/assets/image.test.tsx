import { createElement, Fragment, forwardRef, memo, createContext } from "react";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { image } from "../../src/assets/image.ts";
import { fingerprint } from "../../src/http/fingerprint.ts";
import { bytesOf, contextOf, keepsAcrossProcesses, keepsContract } from "./contract.ts";
import { create, other } from "./image.contract.tsx";

const FORMATS: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpeg",
  "image/webp": "webp",
  "image/avif": "heif",
  "image/svg+xml": "svg",
};

keepsContract("image", create, other);
keepsAcrossProcesses("image", new URL("./image.contract.tsx", import.meta.url));

it.each(create().types)("a %s is one", async (type) => {
  const { format, width, height } = await sharp(await bytesOf(create(), type)).metadata();
  expect({ format, width, height }).toEqual({ format: FORMATS[type], width: 400, height: 210 });
});

it("is not drawn when nobody waits for it", async () => {
  const signal = AbortSignal.abort(new Error("gone"));
  await expect(bytesOf(create(), "image/png", { signal })).rejects.toThrow("gone");
});

const size = { width: 60, height: 40 };
const box = (style: Record<string, unknown>) => <div style={{ width: 60, height: 40, ...style }} />;

/** Whether a picture is red at some places. */
async function redAt(element: unknown, options: object, ...places: [x: number, y: number][]) {
  const bytes = await bytesOf(image(element, { ...size, ...options }), "image/png");
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return places.map(([x, y]) => data[(y * info.width + x) * info.channels + 3] !== 0);
}

describe("box-sizing", () => {
  const padded = (style = {}) => (
    <div style={{ display: "flex", width: 20, padding: 5, background: "red", ...style }} />
  );
  const wide: [number, number][] = [
    [19, 5],
    [20, 5],
    [29, 5],
    [30, 5],
  ];
  it.each([
    ["holds padding by default", padded(), {}, [true, false, false, false]],
    ["adds it by option", padded(), { boxSizing: "content-box" }, [true, true, true, false]],
    ["adds it by style", padded({ boxSizing: "content-box" }), {}, [true, true, true, false]],
    [
      "is by the style, not by the option",
      padded({ boxSizing: "border-box" }),
      { boxSizing: "content-box" },
      [true, false, false, false],
    ],
    [
      "is told to satori",
      padded({ outline: "0px solid red", filter: "opacity(1)" }),
      {},
      [true, false, false, false],
    ],
    [
      "is told to satori by option",
      padded({ filter: "opacity(1)" }),
      { boxSizing: "content-box" },
      [true, true, true, false],
    ],
  ])("%s", async (_, element, options, expected) => {
    for (const pixelDensity of [1, 2]) {
      const places = wide.map(([x, y]): [number, number] => [x * pixelDensity, y * pixelDensity]);
      expect(await redAt(element, { ...options, pixelDensity }, ...places)).toEqual(expected);
    }
  });

  it("is one of two words", () => {
    expect(() => image(padded(), { boxSizing: "padding-box" as "border-box" })).toThrow(
      /"border-box" or "content-box"/,
    );
  });
});

describe("sizes", () => {
  it.each([
    [{ width: Number.NaN }, /width/],
    [{ width: 0 }, /width/],
    [{ width: -5 }, /width/],
    [{ height: Infinity }, /height/],
    [{ height: 1.5 }, /height/],
    [{ width: 1_000_000_000 }, /8192/],
    [{ width: 8000, height: 8000 }, /16777216 in all/],
    [{ pixelDensity: 0 }, /density/],
    [{ pixelDensity: Number.NaN }, /density/],
    [{ width: 100, height: 4, pixelDensity: 0.1 }, /10 × 0 pixels/],
    [{ width: 2000, pixelDensity: 8 }, /16000/],
    [{ quality: 0 }, /quality/],
    [{ quality: 101 }, /quality/],
    [{ palette: 1 }, /palette/],
  ])("%j is refused", (options, reason) => {
    expect(() => image(box({}), options)).toThrow(
      expect.objectContaining({ status: 400, reason: expect.stringMatching(reason) }),
    );
  });

  it("are in CSS pixels, times the density", async () => {
    const bytes = await bytesOf(image(box({}), { ...size, pixelDensity: 2 }), "image/png");
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 120, height: 80 });
  });
});

describe("trees that are too much are refused before layout", () => {
  const deep = (levels: number) => {
    let node = <div style={{ display: "flex" }}>x</div>;
    for (let i = 0; i < levels; i++) node = <div style={{ display: "flex" }}>{node}</div>;
    return node;
  };
  it.each([
    ["100,000 unbroken characters", <div>{"x".repeat(100_000)}</div>, /characters/],
    ["6,000 unbroken characters", <div>{"x".repeat(6000)}</div>, /without a space/],
    ["1,000 levels", deep(1000), /nested/],
    [
      "6,000 elements",
      <div>
        {Array.from({ length: 6000 }, (_, i) => (
          <i id={`${i}`} />
        ))}
      </div>,
      /elements/,
    ],
  ])("%s", (_name, tree, reason) => {
    expect(() => image(tree).key).toThrow(
      expect.objectContaining({ status: 422, reason: expect.stringMatching(reason) }),
    );
  });

  it("and just below are drawn", async () => {
    const word = "x".repeat(4900);
    expect(
      (await bytesOf(image(<div style={{ display: "flex" }}>{word}</div>, size), "image/png")).length,
    ).toBeGreaterThan(0);
    expect((await bytesOf(image(deep(100), size), "image/png")).length).toBeGreaterThan(0);
  });
});

describe("the key", () => {
  const key = (node: unknown, options = {}) => fingerprint(image(node, options).key);

  it("has what a component closed over", () => {
    const card = (colour: string) => {
      const Card = () => box({ background: colour });
      return <Card />;
    };
    expect(key(card("red"))).toBe(key(card("red")));
    expect(key(card("red"))).not.toBe(key(card("blue")));
  });

  it("runs a component once for the key and the bytes", async () => {
    let runs = 0;
    const Card = () => {
      runs++;
      return box({ background: "red" });
    };
    const asset = image(<Card />, size);
    expect(runs).toBe(0);
    void asset.key;
    void asset.key;
    await bytesOf(asset, "image/png");
    expect(runs).toBe(1);
  });

  it("is the version where one is given, whatever is drawn; components may read the request all the same", () => {
    let runs = 0;
    const Card = () => <p>{`${runs++}`}</p>;
    expect(key(<Card />, { version: 3 })).toBe(key(<Card />, { version: 3 }));
    expect(key(<Card />, { version: 3 })).not.toBe(key(<Card />, { version: 4 }));
    expect(runs).toBe(4);
  });

  it("has bytes by their content, and options", () => {
    const picture = (byte: number) => <img src={Uint8Array.of(1, 2, byte) as unknown as string} />;
    expect(key(picture(1))).toBe(key(picture(1)));
    expect(key(picture(1))).not.toBe(key(picture(2)));
    expect(key(<img src={Buffer.from([1]) as unknown as string} />)).not.toBe(
      key(<img src={Buffer.from([2]) as unknown as string} />),
    );
    expect(key(box({}), { quality: 10 })).not.toBe(key(box({}), { quality: 20 }));
    expect(key(box({ width: 5 }))).not.toBe(key(box({ width: "5" })));
  });
});

describe("React's elements", () => {
  const Title = ({ text }: { text: string }) => createElement("h1", { onClick: () => {} }, text);
  const Memo = memo(Title);
  const Forward = forwardRef<unknown, { text: string }>(({ text }) => createElement(Title, { text }));
  const Theme = createContext("light");
  const same = (node: unknown) => fingerprint(image(node, size).key);

  it("give what this package's own JSX gives", async () => {
    const own = (
      <div>
        <h1>Hello</h1>
      </div>
    );
    const expected = same(own);
    for (const component of [Title, Memo, Forward])
      expect(same(createElement("div", null, createElement(component, { text: "Hello" })))).toBe(expected);
    const png = await bytesOf(image(own, size), "image/png");
    const react = createElement("div", null, createElement(Memo, { text: "Hello" }));
    expect(await bytesOf(image(react, size), "image/png")).toEqual(png);
  });

  it("may be fragments and providers", () => {
    const inner = createElement(Fragment, null, createElement(Title, { text: "Hello" }));
    expect(() => same(createElement(Theme.Provider, { value: "dark" }, inner))).not.toThrow();
  });

  it.each([
    ["asynchronous", async function Later() {}, /<Later> is asynchronous. Load data in the route/],
    [
      "a class",
      class Old {
        isReactComponent() {}
      },
      /<Old> is a class component/,
    ],
    ["nothing", undefined, /undefined/],
  ])("whose component is %s are an error that says so", (_name, component, message) => {
    expect(() => image({ type: component, props: {} }).key).toThrow(message);
  });
});

describe("drawing", () => {
  it("leaves transparency where nothing is drawn, but not in JPEG", async () => {
    const half = <div style={{ width: 30, height: 40, background: "rgba(255, 0, 0, 0.5)" }} />;
    const png = await sharp(await bytesOf(image(half, size), "image/png"))
      .raw()
      .toBuffer();
    expect([...png.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect(Math.abs(png[3]! - 127.5)).toBe(0.5);
    expect(png[4 * 45 + 3]).toBe(0);
    const jpeg = await sharp(await bytesOf(image(half, size), "image/jpeg"))
      .raw()
      .toBuffer();
    expect(jpeg[3 * 45]).toBeGreaterThan(250);
  });

  it("makes a palette where one is asked for", async () => {
    const options = { ...size, palette: 4 };
    const bytes = await bytesOf(
      image(box({ background: "linear-gradient(90deg, red, blue)" }), options),
      "image/png",
    );
    expect((await sharp(bytes).metadata()).isPalette).toBe(true);
  });

  it("tells of a character that no font has, once a picture", async () => {
    const warnings: string[] = [];
    const context = { warn: (message: string) => void warnings.push(message) };
    await bytesOf(image(<div style={{ display: "flex" }}>𓀀 and 𓀀</div>, size), "image/png", context);
    expect(warnings).toEqual([expect.stringContaining('No font has "𓀀" (U+13000)')]);
  });

  const written = async (fontFamily: unknown, around: Record<string, unknown> = {}, options = {}) => {
    const warnings: string[] = [];
    const text = (
      <div style={{ display: "flex", ...around }}>
        <div style={{ fontFamily: fontFamily as string }}>Hello</div>
      </div>
    );
    const bytes = await bytesOf(image(text, { ...size, ...options }), "image/png", {
      warn: (message) => warnings.push(message),
    });
    return { bytes, warnings };
  };

  it.each([
    [
      "Georgia, 'JetBrains Mono'",
      /no font family "Georgia": JetBrains Mono is drawn. There are: Geist, Inter/,
    ],
    ["var(--font-mono, var(--none, 'JetBrains Mono'))"],
    ["var(--none, Missing), monospace"],
    ["inherit", undefined, { fontFamily: "JetBrains Mono" }],
    ["var(--code)", undefined, { "--code": "Missing, monospace" }],
    [["Missing", "JetBrains Mono"], /"Missing"/],
    ["'JetBrains Mono', Missing"],
    ["ui-monospace"],
  ] as [list: unknown, said?: RegExp, around?: Record<string, unknown>][])(
    "goes on in the list of families %j",
    async (list, said, around) => {
      const { bytes, warnings } = await written(list, around);
      expect(bytes.equals((await written("JetBrains Mono")).bytes)).toBe(true);
      if (said) expect(warnings).toEqual([expect.stringMatching(said)]);
    },
  );

  it.each([["Georgia"], ["Arial, Helvetica"], ["var(--font-sans)"], ["unset"], [""], ["system-ui, serif"]])(
    "writes in the default family for %j",
    async (list) => {
      expect((await written(list)).bytes.equals((await written("Inter")).bytes)).toBe(true);
    },
  );

  it("writes in the default family where that of the options is not there, and says so", async () => {
    const { bytes, warnings } = await written(undefined, {}, { fontFamily: "Georgia" });
    expect(bytes.equals((await written("Inter")).bytes)).toBe(true);
    expect(warnings).toEqual([expect.stringContaining('"Georgia": Inter is drawn')]);
  });

  it("tells where a platform would show no preview", async () => {
    const warnings: string[] = [];
    const noise = await sharp({
      create: {
        width: 1200,
        height: 630,
        channels: 3,
        background: "#000",
        noise: { type: "gaussian", mean: 128, sigma: 60 },
      },
    })
      .png()
      .toBuffer();
    await bytesOf(image(<img src={noise as unknown as string} width={1200} height={630} />), "image/png", {
      warn: (message) => void warnings.push(message),
    });
    expect(warnings.join()).toContain("WhatsApp");
  });

  it("notes its steps", async () => {
    const steps: string[] = [];
    await image(box({}), size).render(
      await contextOf("image/png", { time: (step) => (steps.push(step), () => {}) }),
    );
    expect(steps).toEqual(["prepare", "draw", "encode"]);
    // At another pixel density nothing is kept from one picture to the next.
    steps.length = 0;
    await image(box({}), { ...size, pixelDensity: 2 }).render(
      await contextOf("image/png", { time: (step) => (steps.push(step), () => {}) }),
    );
    expect(steps.filter((step) => step !== "draw")).toEqual(["prepare", "layout", "raster", "encode"]);
  });
});
