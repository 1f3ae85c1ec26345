// Templates as people write them are right, and most of them are laid out here.

import { describe, expect, it } from "vitest";
import type { Data } from "../../bench/cards/words.ts";
import { dataOf, randomOf } from "../../bench/cards/words.ts";
import * as effects from "./field/effects.tsx";
import * as scripts from "./field/scripts.tsx";
import * as social from "./field/social.tsx";
import { judge } from "./retained/judge.ts";

const TEMPLATES: Record<string, (data: Data) => unknown> = { ...social, ...scripts, ...effects };
/** What satori still lays out, and why. */
const ELSEWHERE: Record<string, RegExp> = {
  list: /inline|list-item/,
  paragraph: /inline/,
  clamps: /textIndent/,
  units: /grid/,
  // More than four parts are masked: all of it at once is faster.
  masks: /^undefined$|satori draws/,
};

describe("templates of others", () => {
  it.each(Object.keys(TEMPLATES))("%s", async (name) => {
    const random = randomOf(5);
    for (let i = 0; i < 2; i++) {
      const verdict = await judge(TEMPLATES[name]!(dataOf(random)));
      expect(verdict.psnr, verdict.reason).toBeGreaterThanOrEqual(50);
      expect(verdict.pixels, verdict.reason).toBeLessThanOrEqual(5);
      if (!ELSEWHERE[name]) expect(verdict.path, verdict.reason).toBe("layout");
      else if (verdict.path !== "layout") expect(String(verdict.reason)).toMatch(ELSEWHERE[name]);
    }
  });
});
