// The retained path draws what satori and resvg draw: on cards of many kinds and in many scripts.

import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { CARDS } from "../../../bench/cards/cards.tsx";
import { dataOf, randomOf } from "../../../bench/cards/words.ts";
import { cards as shipped } from "../../../templates/cards/all.ts";
import { judge } from "./judge.ts";

function expectSame({ psnr, pixels }: { psnr: number; pixels: number }, what = "") {
  expect(psnr, what).toBeGreaterThanOrEqual(50);
  expect(pixels, what).toBeLessThanOrEqual(5);
}

describe("cards", () => {
  it.each(Object.keys(CARDS))("%s", async (name) => {
    const random = randomOf(3);
    for (let i = 0; i < 3; i++) {
      const verdict = await judge(CARDS[name]!(dataOf(random)));
      expectSame(verdict, verdict.path);
      if (name !== "shadowed") expect([verdict.path, verdict.reason]).toEqual(["layout", undefined]);
      // The strips that were kept and the new ones make one picture.
      const read = PNG.sync.read(Buffer.from(verdict.png));
      expect([read.width, read.height]).toEqual([1200, 630]);
    }
  });
});

describe("shipped templates", () => {
  it.each(Object.keys(shipped))("%s", async (name) => {
    const card = shipped[name]!;
    for (let example = 0; example < card.examples; example++) {
      const verdict = await judge(card.draw(example, { theme: example % 2 ? "dark" : "light" }));
      expectSame(verdict, `${example} ${verdict.path} ${verdict.reason}`);
      expect(verdict.path, verdict.reason).toBe("layout");
    }
  });
});

const SAMPLES = {
  latin: "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich — voilà, naïve façade!",
  greek: "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
  cyrillic: "Съешь же ещё этих мягких французских булок",
  vietnamese: "Tiếng Việt có rất nhiều dấu thanh điệu",
  chinese: "我能吞下玻璃而不伤身体，敏捷的棕色狐狸跳过懒狗",
  japanese: "いろはにほへと ちりぬるを 速い茶色の狐がのろまな犬を飛び越える",
  korean: "다람쥐 헌 쳇바퀴에 타고파 키스의 고유조건은",
  arabic: "نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر",
  hebrew: "דג סקרן שט בים מאוכזב ולפתע מצא חברה",
  devanagari: "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण",
  thai: "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า",
  mixed: "Ada 我能 Lovelace العربية 2026 हिन्दी",
  emoji: "Launch 🚀 day 👩‍💻 for 🇯🇵 and 1️⃣ 🎉",
};

describe("scripts", () => {
  it.each(Object.entries(SAMPLES))("%s", async (_script, text) => {
    for (const width of [1100, 420]) {
      const verdict = await judge(
        <div
          style={{
            display: "flex",
            flexDirection: "column",
            width: "100%",
            height: "100%",
            background: "#fff",
            padding: 40,
          }}
        >
          <div style={{ fontSize: 44, width, lineHeight: 1.3 }}>{text}</div>
          <div style={{ display: "flex", fontSize: 22, marginTop: 20, color: "#456" }}>
            <span>{text}</span>
          </div>
        </div>,
      );
      expectSame(verdict, `${verdict.path} ${verdict.reason}`);
      expect(verdict.path, verdict.reason).toBe("layout");
    }
  });
});

describe("what is not known", () => {
  it.each([
    [
      "inline boxes",
      <div>
        a <b>b</b> c
      </div>,
      /inline <b>/,
    ],
    ["lists", <ul>{[<li>One</li>, <li>Two</li>]}</ul>, /list-item/],
  ])("%s goes by satori, with the reason", async (_name, element, reason) => {
    const verdict = await judge(
      <div style={{ display: "flex", background: "#fff", width: "100%", height: "100%" }}>{element}</div>,
    );
    expect(verdict.path).toBe("drawing");
    expect(verdict.reason).toMatch(reason);
    expectSame(verdict);
  });
});

describe("what reaches out of its box", () => {
  const page = { display: "flex", width: "100%", height: "100%", background: "#fff", fontSize: 24 } as const;
  const long = "a line that goes on ".repeat(30);
  it.each<[string, unknown]>([
    [
      "lines of text set closer than they are high, beyond what the kernel's numbers hold",
      <div style={{ fontSize: 60, lineHeight: "40px", whiteSpace: "nowrap" }}>{long}</div>,
    ],
    [
      "a line through text that is cut, in a weight that no face has",
      <div style={{ width: 12, textDecoration: "line-through", fontWeight: 700, overflow: "hidden" }}>
        fox ⵣⴰⵣⵓⵍ brown
      </div>,
    ],
    [
      "what is moved, with a padding of a part of a width that comes later",
      <div>
        <div style={{ paddingTop: "5%", transform: "translateX(-50%)" }}>
          <div style={{ width: 34, height: 80, background: "red" }} />
        </div>
      </div>,
    ],
    [
      "faded outlines of letters that go beyond the left edge",
      <div style={{ display: "flex", position: "absolute", right: 0, whiteSpace: "nowrap", opacity: 0.75 }}>
        <div style={{ display: "flex", WebkitTextStroke: "1px tomato", opacity: 0.75 }}>{long}</div>
      </div>,
    ],
  ])("%s", async (_name, element) => {
    expectSame(await judge(<div style={page}>{element as string}</div>, 600, 400));
  });
});

/** Laid out here, and painted by satori: inside of what clips, fades, stacks and turns them. */
describe("what satori paints alone", () => {
  const turned = { display: "flex", transform: "rotate(10deg)", background: "red", width: 200 } as const;
  it.each<[string, RegExp, unknown]>([
    ["a transform", /transform/, <div style={turned}>Turned</div>],
    [
      "a transform in rounded corners",
      /transform/,
      <div
        style={{
          ...turned,
          overflow: "hidden",
          transform: "none",
          borderRadius: 20,
          border: "3px solid",
          opacity: 0.6,
        }}
      >
        <div style={{ ...turned, transform: "translate(-50%, 10%) scale(1.3)", background: "#00f8" }}>
          Turned
        </div>
      </div>,
    ],
    ["a filter", /filter/, <div style={{ ...turned, transform: "none", filter: "blur(3px)" }}>Blurred</div>],
    [
      "a gradient in text",
      /backgroundClip/,
      <div
        style={{
          ...turned,
          transform: "none",
          background: "linear-gradient(90deg, red, blue)",
          backgroundClip: "text",
          color: "transparent",
          fontSize: 40,
        }}
      >
        Text
      </div>,
    ],
    [
      "a mask",
      /mask/,
      <div style={{ ...turned, transform: "none", maskImage: "linear-gradient(red, transparent)" }}>
        Mask
      </div>,
    ],
    [
      "shadows of text, in ems",
      /textShadow|shadows of/,
      <div style={{ textShadow: "0.1em 2px 0.2em #f00", color: "transparent", fontSize: 30 }}>
        <div style={{ fontSize: 50 }}>Shadow</div>
      </div>,
    ],
    [
      "outlines of letters",
      /TextStroke/,
      <div style={{ display: "flex", fontSize: 50, WebkitTextStroke: "2px red" }}>Stroke {[<b>two</b>]}</div>,
    ],
    [
      "an outline of a box",
      /outline/,
      <div style={{ width: 90, height: 30, outline: "3px dashed #090", outlineOffset: 5 }} />,
    ],
    ["dots around a box", /dotted/, <div style={{ width: 91.3, height: 33.7, border: "4px dotted #090" }} />],
    [
      "a weight that no face has",
      /weight/,
      <div style={{ fontWeight: 700, fontFamily: "Noto Sans Tifinagh", fontSize: 30 }}>ⵣ ⴰⵣⵓⵍ</div>,
    ],
  ])("%s", async (_name, reason, element) => {
    for (const top of [0, 7.3]) {
      const verdict = await judge(
        <div
          style={{
            display: "flex",
            flexWrap: "wrap",
            gap: 9,
            background: "#fff",
            width: "100%",
            height: "100%",
            padding: 8.4,
          }}
        >
          <div style={{ display: "flex", marginTop: top, border: "2px solid #eee" }}>{element as string}</div>
          <div
            style={{
              display: "flex",
              position: "absolute",
              left: 60,
              top: 20,
              width: 90,
              height: 20,
              background: "#0a05",
            }}
          />
        </div>,
        400,
        200,
      );
      expect(verdict.path, verdict.reason).toBe("layout");
      expect(verdict.reason).toMatch(reason);
      expectSame(verdict);
    }
  });
});

describe("lines beside text", () => {
  it.each([
    "underline",
    "line-through",
    "overline",
    "underline wavy red",
    "underline double 2px",
    "underline dotted",
    "dashed line-through #00f",
  ])("%s", async (textDecoration) => {
    const text = "Gypsy quick, jumping jaguars: fjord, Ångström (yes)";
    const verdict = await judge(
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          background: "#fff",
          width: "100%",
          height: "100%",
        }}
      >
        <div style={{ textDecoration, fontSize: 27, width: 250 }}>{text}</div>
        <div style={{ textDecoration, fontSize: 22, letterSpacing: 2, opacity: 0.5, textAlign: "center" }}>
          {text}
        </div>
        <u style={{ fontSize: 18, textUnderlineOffset: 3, textDecorationSkipInk: "none", color: "#c00" }}>
          {text}
        </u>
      </div>,
      400,
      300,
    );
    expect([verdict.path, verdict.reason]).toEqual(["layout", undefined]);
    expectSame(verdict);
  });
});

describe("text in both directions", () => {
  const texts = [
    "السلام عليكم 2026 ورحمة الله، Hello world (مرحبا) 12.5%",
    "שלום World 123 (בדיקה) abc!",
    "Plain text, 100%.",
  ];
  const page = {
    display: "flex",
    flexDirection: "column",
    background: "#fff",
    width: "100%",
    height: "100%",
  };
  const same = async (element: unknown) => {
    const verdict = await judge(element, 400, 380);
    expect([verdict.path, verdict.reason]).toEqual(["layout", undefined]);
    expectSame(verdict);
  };

  it.each(["start", "right", "center", "justify", "end"] as const)("%s", async (textAlign) => {
    for (const direction of ["rtl", "ltr"] as const)
      await same(
        <div style={{ ...page, flexDirection: "column", direction }}>
          {texts.map((text) => (
            <div style={{ display: "block", fontSize: 26, textAlign, width: 260 }}>{text}</div>
          ))}
          <div style={{ display: "flex", fontSize: 18 }}>
            {texts[0]} {[<b>{texts[1]!}</b>]}
          </div>
        </div>,
      );
  });

  // satori cuts words against the direction of their line differently from one time to the next.
  it("is cut where its line ends", async () => {
    await same(
      <div style={{ ...page, flexDirection: "column", direction: "rtl" }}>
        <div style={{ display: "block", fontSize: 26, width: 260, lineClamp: 2 }}>
          {"شكرا جزيلا على حضوركم الكريم في هذا اليوم الجميل من شهر رمضان المبارك"}
        </div>
        <div style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", width: 200 }}>
          {"דג סקרן שט בים מאוכזב ולפתע מצא חברה נחמדה"}
        </div>
      </div>,
    );
  });
});

const DOT = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><rect width="4" height="2" fill="#a5f"/></svg>')}`;

const SHAPES = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="80" height="40"><rect width="40" height="20" fill="#a855f7"/><circle cx="10" cy="10" r="8" fill="#fff"/><path d="M20 4h16v12z" fill="#fde047" opacity=".7"/></svg>')}`;

/** Each of these was drawn wrong once. */
describe("the small print", () => {
  it.each<[string, unknown]>([
    ["padding of a picture", <img src={DOT} width={160} height={90} style={{ padding: "30px 12px" }} />],
    ["an aspect ratio of a picture", <img src={DOT} width={40} height={90} style={{ aspectRatio: 1 }} />],
    [
      "a shadow that reaches over the edge",
      <div style={{ width: 90, height: 40, boxShadow: "0 0 0 3px tomato" }} />,
    ],
    [
      "a shadow in a box that hides its overflow",
      <div style={{ display: "flex", overflow: "hidden", padding: 5 }}>
        <div style={{ width: 90, height: 40, background: "#fff", boxShadow: "0 0 12px 4px #000" }} />
      </div>,
    ],
    [
      "an ellipsis without wrapping",
      <div style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "pre", width: 200 }}>
        Incomprehensible words
      </div>,
    ],
    ["a line of one space", <div style={{ wordBreak: "break-all", width: 11 }}>A A EX</div>],
    [
      "a colour that resvg does not read",
      <div style={{ display: "flex", background: "rgb(253 224 71 / 40%)", padding: 9, opacity: 0.7 }}>
        <div style={{ width: 40, height: 20, background: "REBECCAPURPLE" }} />
      </div>,
    ],
    ["a colour by its hue", <div style={{ color: "hsla(210, 60%, 40%, 0.8)" }}>Hue</div>],
    ["half pixels of a border", <div style={{ border: "1.5px solid #c00", padding: "1.5px" }}>Border</div>],
    [
      "a box of twice the size of the picture",
      <div style={{ display: "flex", flexDirection: "column", alignItems: "flex-end", width: 400 }}>
        <div
          style={{ width: 860, height: 30, borderBottom: "3px solid #036", borderLeft: "8px solid #036" }}
        />
      </div>,
    ],
    [
      "lines that are set into one another",
      <div style={{ lineHeight: 0.6, fontSize: 30, width: 200 }}>Gypsy quick jumps fxgyj gyq ÅÉÜ Åpg</div>,
    ],
    [
      "absolute boxes that stay where they would be on one axis, or both",
      <div style={{ display: "flex", padding: "11.5px 7px", justifyContent: "center", width: 300 }}>
        <div style={{ width: 20, height: 9, background: "#c00" }} />
        {["flex-end", "center", undefined].map((alignSelf, i) => (
          <div
            style={{
              position: "absolute",
              width: 40 + i * 20,
              height: 20 + i * 9,
              border: "2px solid #036",
              margin: "3px 5px",
              ...(alignSelf && { alignSelf }),
              ...(i && { [i === 1 ? "left" : "bottom"]: 30 }),
              ...(i === 2 && { transform: "rotate(8deg)" }),
            }}
          >
            {["in"]}
          </div>
        ))}
      </div>,
    ],
    [
      "an SVG picture in a column that reaches over the top",
      <div style={{ display: "flex", height: 140 }}>
        <div style={{ display: "flex", flexDirection: "column-reverse", fontSize: 25 }}>
          <img src={SHAPES} height={114} />
          <h2 style={{ padding: "17px 6px" }} />
          <span style={{ fontSize: "2rem", fontFamily: "JetBrains Mono" }}>a a №</span>
        </div>
      </div>,
    ],
    ["dots of a border", <div style={{ width: 24, height: 24, border: "6px dotted #fff" }} />],
    [
      "a mask around strokes",
      <div style={{ display: "flex", overflow: "hidden", width: 300 }}>
        <div style={{ width: 300, borderTop: "2px solid #fd0", transform: "skewX(10deg)" }} />
      </div>,
    ],
  ])("%s", async (_name, element) => {
    const page = {
      display: "flex",
      alignItems: "flex-start",
      width: "100%",
      height: "100%",
      background: "#eee",
    };
    expectSame(await judge(<div style={page}>{element as string}</div>, 400, 200));
  });
});

describe("rounded corners", () => {
  it.each([12, "50%", "20px / 40px", "8px 0 30px 4px"])(
    "of %s hide what sticks out",
    async (borderRadius) => {
      const box = {
        display: "flex",
        position: "relative",
        width: 180,
        height: 120,
        overflow: "hidden",
        borderRadius,
        boxSizing: "content-box",
        border: "3px solid tomato",
        background: "#fff8",
      } as const;
      const verdict = await judge(
        <div style={{ display: "flex", width: "100%", height: "100%", background: "#dde", padding: 30 }}>
          <div style={box}>
            <img src={DOT} width={180} height={60} style={{ position: "absolute", left: -9, top: -5 }} />
            <div style={{ fontSize: 60, opacity: 0.8 }}>Clipped</div>
            <div style={{ ...box, position: "absolute", right: -20, bottom: -20, width: 90, height: 60 }}>
              <div style={{ width: 90, height: 60, background: "linear-gradient(90deg, red, blue)" }} />
            </div>
          </div>
        </div>,
        400,
        200,
      );
      expect([verdict.path, verdict.reason]).toEqual(["layout", undefined]);
      expectSame(verdict);
    },
  );
});

it("puts letters on the tenths of a pixel that satori writes, wherever they stand", async () => {
  for (let turn = 0; turn < 3; turn++)
    for (const top of [0, 200]) {
      const page = { display: "flex", width: "100%", height: "100%", background: "#fff", padding: 40 };
      const style = { fontSize: 50, marginTop: top, fontWeight: 700 };
      const verdict = await judge(
        <div style={page}>
          <div style={style}>다람쥐 헌 쳇바퀴에 타고파 키스의 고유조건은</div>
        </div>,
      );
      expect(verdict.psnr).toBeGreaterThanOrEqual(70);
    }
});

describe("strips", () => {
  it("are the same bytes whatever was drawn before", async () => {
    const random = randomOf(9);
    const data = [0, 1, 2].map(() => dataOf(random));
    const first = (await judge(CARDS.article!(data[0]!))).png;
    await judge(CARDS.article!(data[1]!));
    await judge(CARDS.article!(data[2]!));
    expect((await judge(CARDS.article!(data[0]!))).png).toEqual(first);
  });
});

describe("many parts that satori draws", () => {
  const tilted = (words: readonly string[]) => (
    <div
      style={{ display: "flex", flexDirection: "column", width: "100%", height: "100%", background: "#fff" }}
    >
      {words.map((word) => (
        <div style={{ display: "flex", transform: "rotate(-3deg)", fontSize: 40 }}>{word}</div>
      ))}
    </div>
  );

  it.each([
    { count: 5, path: "general" },
    { count: 4, path: "layout" },
  ])("$count of them: $path, whichever of them are kept", async ({ count, path }) => {
    for (let i = 0; i < 8; i++) {
      const words = ["a", "b", "c", "d", "e"].slice(0, count).map((word) => (i % 2 ? word : `${word}${i}`));
      const drawn = await judge(tilted(words), 600, 300);
      expect(drawn.path).toBe(path);
      expect(drawn.psnr).toBeGreaterThan(50);
      expect(drawn.pixels).toBeLessThanOrEqual(5);
    }
  });
});

it("does not join the letters of a spaced text, whatever was drawn before", async () => {
  const drawn = async (word: string) =>
    judge(
      <div style={{ display: "flex", fontFamily: "Noto Sans KR", fontSize: 40, letterSpacing: 6 }}>
        {word}
      </div>,
      360,
      90,
    );
  // The face joins "fl", "fi" and "ffi".
  const words = ["Hello", "World", "Workflow", "Fünffi", "fl가", "Hello"];
  const first = [];
  for (const word of words) first.push(await drawn(word));
  for (const { psnr, pixels } of first) {
    expect(psnr).toBeGreaterThan(50);
    expect(pixels).toBeLessThanOrEqual(5);
  }
  for (const [i, word] of [...words.entries()].toReversed())
    expect((await drawn(word)).png).toEqual(first[i]!.png);
});
