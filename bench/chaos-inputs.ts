// Inputs that grow, at every reader of what strangers may send: none may take more than about twice as long for twice as much.
//
//   npm run chaos -- inputs [NAME …] [--seed 1] [--tries 900] [--json]
//
// NAME is a part of readers' names. Passes when no exponent is above 1.3 (1 is linear, 2 is quadratic) and no stack overflows.

import { option, report } from "./chaos/harness.ts";
import { TRIES } from "./inputs/growth.ts";
import { READERS } from "./inputs/readers.ts";
import { worstOf, type Found } from "./inputs/search.ts";

/** The growth beyond which a reader fails. */
const MOST = 1.3;
/** Lines of the table that is printed. */
const LINES = 10;

const seed = option("seed", 1);
/** Inputs that are tried for each reader, at the most. */
const tries = option("tries", TRIES);
const names = process.argv
  .slice(2)
  .filter((word, i, all) => !word.startsWith("--") && !all[i - 1]?.startsWith("--"));
const chosen = READERS.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));

const found: { name: string; worst: Found }[] = [];
for (const reader of chosen) {
  const [worst] = await worstOf({ ...reader, tries: Math.min(tries, reader.tries ?? TRIES) }, seed);
  found.push({ name: reader.name, worst: worst! });
  if (worst!.exponent > MOST) console.error(lineOf(found.at(-1)!));
}
found.sort((a, b) => b.worst.exponent - a.worst.exponent);

const rounded = (exponent: number) => Number(exponent.toFixed(2));

function lineOf({ name, worst: { exponent, fault, points, shape } }: (typeof found)[number]): string {
  const { length = 0, ms = 0 } = points.at(-1) ?? {};
  const input = JSON.stringify(
    [shape.before, `${shape.unit}…`, shape.close && `${shape.close}…`, shape.after].filter(Boolean),
  );
  return `${exponent.toFixed(2).padStart(8)}  ${name.padEnd(34)} ${ms.toFixed(1).padStart(8)} ms of ${String(length).padStart(7)} characters  ${fault ?? ""} ${input.slice(0, 90)}`;
}

for (const each of found.slice(0, LINES)) console.log(lineOf(each));
const above = found.filter(({ worst }) => worst.exponent > MOST);
report(
  "inputs",
  {
    readers: chosen.length,
    seed,
    worst: Object.fromEntries(
      found.slice(0, LINES).map(({ name, worst }) => [name, rounded(worst.exponent)]),
    ),
    above: above.map(({ name }) => name),
  },
  { [`No reader's time grows with a power above ${MOST}`]: above.length === 0 },
);
