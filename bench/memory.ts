// Resident memory of a child that has drawn images and PDFs: in Latin, in nine scripts, in all that are shipped.
//
//   npm run bench -- memory [--json]
//
// Each figure is of a process of its own, with the flags of the pool, after a collection.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Asset, image, loadFonts, paragraph, pdf, shippedFonts } from "offprint";
import { report, round } from "./chaos/harness.ts";

const NINE =
  "The quick brown fox|我能吞下玻璃|いろはにほへと|다람쥐 헌|Съешь же ещё|Ξεσκεπάζω|نص حكيم|דג סקרן|ऋषियों को".split(
    "|",
  );
const OTHERS =
  "เป็นมนุษย์|ຂ້ອຍກິນ|ខ្ញុំអាច|ကျွန်တော်|আমি কাঁচ|நான்|నేను|ನನಗೆ|എനിക്ക്|මට|მინას|Կրնամ|ማየት|ཤེལ་སྒོ|ܐܢܐ|ⵉⵎⴰⵣⵉⵖⵏ|ދިވެހި|ਮੈਂ|હું|ମୁଁ|∀∂∈ℝ".split(
    "|",
  );
const SCRIPTS: Record<string, readonly string[]> = {
  Latin: NINE.slice(0, 1),
  "nine scripts": NINE,
  "all scripts": [...NINE, ...OTHERS],
};

async function residentAfter(texts: readonly string[]): Promise<number> {
  const fonts = await loadFonts(shippedFonts);
  const draw = async (asset: Asset) => {
    const body = await asset.render({
      type: asset.types[0]!,
      url: "",
      fonts,
      signal: new AbortController().signal,
      time: () => () => {},
      warn: () => {},
    });
    await new Response(body as BodyInit).arrayBuffer();
  };
  const line = (text: string, fontWeight: number) => ({
    type: "div",
    props: { style: { display: "flex", fontSize: 30, fontWeight }, children: text },
  });
  for (let round = 0; round < 3; round++)
    for (const text of texts) {
      const children = [400, 700].map((weight) => line(`${text}${round}`, weight));
      const tree = { type: "div", props: { style: { display: "flex", flexDirection: "column" }, children } };
      await draw(image(tree as never, { width: 400, height: 300 }));
      await draw(
        pdf(function* () {
          for (const weight of [400, 700]) yield paragraph(`${text}${round}`, { weight });
        }, null),
      );
    }
  for (let i = 0; i < 4; i++) {
    (globalThis as unknown as { gc: () => void }).gc();
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return process.memoryUsage().rss / 2 ** 20;
}

function inProcessOfItsOwn(name: string): Promise<number> {
  const child = fork(fileURLToPath(new URL("run.mjs", import.meta.url)), ["bench", "memory", name], {
    execArgv: ["--expose-gc", "--max-semi-space-size=4", "--compact-on-every-full-gc"],
    env: { MALLOC_ARENA_MAX: "2", ...process.env },
  });
  return new Promise((resolve, reject) => {
    child.once("message", (rss) => resolve(rss as number));
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code}`)));
  });
}

const only = process.argv.find((argument) => Object.hasOwn(SCRIPTS, argument));
if (only) {
  const rss = await residentAfter(SCRIPTS[only]!);
  process.send!(rss, () => process.exit(0));
} else {
  const figures: Record<string, number> = {};
  for (const name of Object.keys(SCRIPTS)) figures[`${name}, MiB`] = round(await inProcessOfItsOwn(name), 0);
  report("resident memory of a child", figures, {});
}
