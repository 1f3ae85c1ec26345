// A document from beginning to end: options, blocks one after another, and what can only be written last.

import { createHash } from "node:crypto";
import type { RenderContext } from "../asset.ts";
import { defined } from "../defined.ts";
import { writeAttachments } from "./file/attachments.ts";
import { encryption } from "./file/encrypt.ts";
import { checkFacturx } from "./file/facturx.ts";
import type { Block } from "./template/block.ts";
import { PdfFile } from "./file/file.ts";
import { Flow } from "./layout/flow.ts";
import { formDictionary } from "./layout/form.ts";
import { furniture } from "./layout/furniture.ts";
import { layoutBlock } from "./layout/layout.ts";
import { type Facts, writeInfo, writeOutputIntent, writeXmp } from "./file/metadata.ts";
import type { DocumentOptions, DocumentStart } from "./template/options.ts";
import { pageLabels } from "./file/labels.ts";
import type { Place } from "./layout/place.ts";
import { Sink } from "./file/sink.ts";
import { num, ref, text } from "./file/syntax.ts";
import { MAX_RASTER_PIXELS } from "../raster/open.ts";
import { defaultTheme, margins, pageSize } from "./template/theme.ts";
import { languageTag } from "./text/language.ts";
import { isRtlLanguage } from "../fonts/shaping/bidi.ts";
import { drawToc } from "./layout/toc.ts";
import { Writer } from "./document/writer.ts";

/** Levels of PDF/A: b for how it looks, u for its text too. */
const LEVELS = ["2b", "2u", "3b", "3u"];

/** The values that a template yields. */
export type Yielded = Block | DocumentStart;

/** A document as a stream, drawn while it is read. */
export function renderPdf(
  make: () => Iterable<Yielded> | AsyncIterable<Yielded>,
  options: DocumentOptions,
  context: RenderContext,
): ReadableStream<Uint8Array> {
  const sink = new Sink(async () => {
    const made = make();
    if (
      typeof made !== "object" ||
      made === null ||
      !(Symbol.iterator in made || Symbol.asyncIterator in made)
    )
      throw new TypeError("pdf(): the template must be a generator function (function*) that yields blocks.");
    const blocks = Symbol.asyncIterator in made ? made[Symbol.asyncIterator]() : made[Symbol.iterator]();
    try {
      await write(blocks, options, context, sink);
    } finally {
      await blocks.return?.(undefined);
    }
  }, context.signal);
  return sink.stream;
}

async function write(
  blocks: Iterator<Yielded> | AsyncIterator<Yielded>,
  given: DocumentOptions,
  context: RenderContext,
  sink: Sink,
): Promise<void> {
  const stop = context.time("layout");
  let next = await blocks.next();
  let options = given;
  if (!next.done && next.value?.kind === "document") {
    options = { ...next.value, ...defined(given) };
    next = await blocks.next();
  }
  if (options.facturX) {
    checkFacturx(options.facturX);
    if (options.pdfa?.startsWith("2"))
      throw new Error(`A Factur-X invoice is PDF/A-3: leave out \`pdfa: "${options.pdfa}"\`.`);
    options = { ...options, pdfa: options.pdfa ?? "3b" };
  }
  const size = pageSize(options.size ?? "a4");
  const lang = languageTag(options.lang ?? "en");
  const theme = { ...defaultTheme, ...defined(options.theme ?? {}) };
  const tagged = options.tagged ?? true;
  if (options.pdfa !== undefined && !LEVELS.includes(options.pdfa))
    throw new Error(
      `\`pdfa\` is ${LEVELS.map((level) => `"${level}"`).join(", ")}, not ${JSON.stringify(options.pdfa)}.`,
    );
  if (options.pdfa && options.encrypt)
    throw new Error("PDF/A cannot be encrypted: leave out one of `pdfa` and `encrypt`.");
  if (options.pdfa?.startsWith("2") && options.attachments?.length)
    throw new Error(`PDF/A-${options.pdfa} has no attachments: use \`pdfa: "3${options.pdfa[1]}"\`.`);
  const sealed = options.encrypt && encryption(options.encrypt);
  const file = new PdfFile(sink);
  file.encrypt = sealed?.encrypt;
  const writer = new Writer(
    file,
    context,
    {
      theme,
      lang,
      rtl: isRtlLanguage(lang),
      size,
      margin: margins(options.margin ?? {}, size),
      tagged,
      maxPicturePixels: options.maxPicturePixels ?? MAX_RASTER_PIXELS,
    },
    sink,
  );
  const { left, right, top, bottom } = writer.settings.margin;
  const place: Place = {
    writer,
    width: size[0] - left - right,
    high: size[1] - top - bottom,
    style: writer.styles.base,
    tag: writer.tags?.document,
    layout: layoutBlock,
  };
  const around = furniture(options, place);
  const flow = new Flow(writer, sink, around, place);
  for (; !next.done; next = await blocks.next()) await flow.add(checkBlock(next.value));
  await flow.end();
  stop();
  for (const toc of flow.tocs) await drawToc(toc, place, around);
  const title = options.title ?? writer.outline.headings[0]?.title ?? "";
  if (!title && tagged)
    context.warn(
      "A PDF has no title: give `title`, or a heading, for those who listen to it and for its window.",
    );
  const wanted = { ua: tagged && title !== "", pdfa: options.pdfa };
  const claims = writer.conformance.settle(wanted, (message) => context.warn(message));
  finish(writer, { ...options, title, lang, tagged, claims }, sink, sealed?.dictionary);
}

/** Writes what is known only now. */
function finish(writer: Writer, facts: Facts, sink: Sink, encrypt: string | undefined): void {
  const { file, settings } = writer;
  const labels = pageLabels(facts.pageLabels);
  const attached = writeAttachments(file, facts);
  writer.outline.check(writer.styles.places);
  const outline = writer.outline.end(attached.names);
  writer.tags?.end();
  const form = writer.bridge?.end() || (writer.fields.length ? formDictionary(writer.fields) : "");
  writer.end();
  const pages = writer.tree.end(`/MediaBox[0 0 ${num(settings.size[0])} ${num(settings.size[1])}]`);
  let catalog = `/Type/Catalog/Pages ${ref(pages)}/Lang${text(facts.lang)}${outline}${labels}${attached.catalog}${form}`;
  catalog += `/Metadata ${ref(writeXmp(file, facts))}`;
  if (facts.title) catalog += "/ViewerPreferences<</DisplayDocTitle true>>";
  if (writer.tags) catalog += `/MarkInfo<</Marked true>>/StructTreeRoot ${ref(writer.tags.root)}`;
  if (facts.pdfa) catalog += writeOutputIntent(file);
  const info = writeInfo(file, facts);
  const root = file.add(`<<${catalog}>>`);
  const id = createHash("sha256").update(`${sink.offset} ${sink.digest()}`).digest("hex").slice(0, 32);
  file.end({ root, info, id, encrypt });
}

/** A template is someone's code: what it yields may be anything. */
function checkBlock(value: unknown): Block {
  if (typeof value !== "object" || value === null || !("kind" in value))
    throw new Error(
      `A template yielded ${value === null ? "null" : typeof value}: use heading(…), paragraph(…), table(…) and so on.`,
    );
  if (value.kind === "document") throw new Error("document({…}) must be yielded before any block, and once.");
  return value as Block;
}
