// The retained path draws what satori and resvg draw: on cards of many kinds and in many scripts.

import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { CARDS } from "../../bench/cards/cards.tsx";
import { dataOf, randomOf } from "../../bench/cards/words.ts";
import { cards as shipped } from "../../templates/cards/all.ts";
import { judge } from "./retained-judge.ts";

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
      // Arabic alone is left to satori's layout.
      if (verdict.path !== "layout") expect(verdict.reason).toMatch(/dir|[\u0600-\u06ff]/);
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
    }
  });
});

describe("what is not known", () => {
  it.each([
    [
      "a transform",
      <div
        style={{ display: "flex", transform: "rotate(10deg)", background: "red", width: 200, height: 90 }}
      />,
      /transform/,
    ],
    [
      "inline boxes",
      <div>
        a <b>b</b> c
      </div>,
      /inline <b>/,
    ],
    ["tailwind classes", <div {...{ tw: "flex p-4 text-3xl" }}>Hello</div>, /tw/],
  ])("%s goes by satori, with the reason", async (_name, element, reason) => {
    const verdict = await judge(
      <div style={{ display: "flex", background: "#fff", width: "100%", height: "100%" }}>{element}</div>,
    );
    expect(verdict.path).toBe("drawing");
    expect(verdict.reason).toMatch(reason);
    expectSame(verdict);
  });
});

const DOT = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><rect width="4" height="2" fill="#a5f"/></svg>')}`;

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
