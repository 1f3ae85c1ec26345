// Random path data with every command, written in every way that the grammar has.

import fc from "fast-check";

const COUNTS = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, Z: 0 } as const;

const coordinate = fc.oneof(
  fc.integer({ min: 10, max: 190 }).map(String),
  fc.integer({ min: 100, max: 1900 }).map((tenth) => String(tenth / 10)),
  fc.constantFrom("5e1", "1.25e+2", "900e-1", "+80", "0120"),
);
const step = fc.oneof(
  fc.integer({ min: -60, max: 60 }).map(String),
  fc.integer({ min: -99, max: 99 }).map((hundredth) => String(hundredth / 2).replace(/^(-?)0\./, "$1.")),
);
/** What may stand between two numbers. */
const gap = fc.constantFrom(" ", ",", " , ", "\n", "\t ", "  ", "");

interface Token {
  text: string;
  gap: string;
}
const tokens = (values: fc.Arbitrary<string>, count: number) =>
  fc.array(fc.record({ text: values, gap }), { minLength: count, maxLength: count });

const segment = (turned: boolean): fc.Arbitrary<{ letter: string; parts: Token[] }> =>
  fc
    .oneof(
      { weight: 6, arbitrary: fc.constantFrom(...(Object.keys(COUNTS) as (keyof typeof COUNTS)[])) },
      { weight: 1, arbitrary: fc.constant("A" as const) },
    )
    .chain((command) =>
      fc.boolean().chain((relative) => {
        const place = relative ? step : coordinate;
        const parts =
          command === "A"
            ? fc
                .tuple(
                  tokens(fc.integer({ min: 1, max: 70 }).map(String), 2),
                  tokens(turned ? fc.constantFrom("0", "30", "-45.5", "400") : fc.constant("0"), 1),
                  tokens(fc.constantFrom("0", "1"), 2),
                  tokens(place, 2),
                )
                .map((lists) => lists.flat())
            : tokens(place, COUNTS[command]);
        return parts.map((all) => ({ letter: relative ? command.toLowerCase() : command, parts: all }));
      }),
    );

/** @param turned whether ellipses of arcs may be turned */
export const pathData = (turned = true): fc.Arbitrary<string> =>
  fc
    .tuple(fc.tuple(coordinate, coordinate), fc.array(segment(turned), { minLength: 1, maxLength: 9 }))
    .map(([[x, y], segments]) => {
      let data = `M${x} ${y}`;
      let before = "M";
      for (const { letter, parts } of segments) {
        // A command that is repeated may be left out, but for a move and a close.
        const repeats = letter === before && !/[mz]/i.test(letter) && parts.length > 0;
        data += repeats ? " " : letter;
        before = letter;
        parts.forEach(({ text, gap: between }, i) => {
          // resvg takes no space between a flag and its comma, though the grammar has it.
          const afterFlag = letter.toLowerCase() === "a" && (i === 4 || i === 5);
          const needsGap =
            !afterFlag && i > 0 && !/^[-+]/.test(text) && !(text.startsWith(".") && /\.\d*$/.test(data));
          data +=
            i === 0 ? text : `${(afterFlag ? between.trimStart() : between) || (needsGap ? " " : "")}${text}`;
        });
      }
      return data;
    });
