// The `zip` kind: other assets, answers of other routes, and bytes, in one archive that is written while it is read.

import { isAsset, type Asset, type RenderContext } from "../asset.ts";
import { extensionOf, isCompressible, typeForPath, typeOfExtension } from "../http/types.ts";
import { present, type Members, type Nullable } from "./text/input.ts";
import { streamBytes } from "./zip/stream-bytes.ts";
import { writeZip, type ZipFile } from "./zip/write.ts";

/** A file of an archive: `content` or `path`. */
export interface ZipEntry {
  /** Path in the archive, with `/` between folders. Any Unicode text. */
  name: string;
  /** Text (UTF-8), bytes, a stream, an (async) iterable of text or bytes, a Response, or an asset, whose type the name's extension chooses. */
  content?:
    | string
    | Uint8Array
    | AsyncIterable<string | Uint8Array>
    | Iterable<string | Uint8Array>
    | Response
    | Asset;
  /** Another route of this app, asked by GET as a visitor without cookies: its path, with a query if it needs one. */
  path?: string;
  /** Default: 1980-01-01, the earliest that there is. */
  lastModified?: Date;
  /** Deflates it. Default: whatever its name does not say to be compressed already. */
  compress?: boolean;
}

const MEMBERS: Members<ZipEntry> = {
  name: true,
  content: true,
  path: true,
  lastModified: true,
  compress: true,
};

/** Options of `zip()`. */
export interface ZipOptions {
  /** Stands for all that is in it in the entity tag. Needed unless all entries are a list of texts, bytes and exact assets. */
  version?: unknown;
  /** Name that it is saved under. */
  filename?: string;
}

const OPTIONS: Members<ZipOptions> = { version: true, filename: true };

type Entries = Iterable<Nullable<ZipEntry>> | AsyncIterable<Nullable<ZipEntry>>;

/**
 * An archive of any size, streamed: the next entry is asked for, and the next file opened, when the client has taken
 * those before it. The same input gives the same bytes.
 *
 * @throws TypeError for a member or an option that is not known, for a name that could leave the folder that it is
 *   unpacked in or is there twice, and for content that can be read only once without a `version`; from a list at
 *   once, else while it is read
 *
 * @example
 * export const GET = async () =>
 *   zip(
 *     [
 *       { name: "readme.txt", content: "All that we have on you.\n" },
 *       { name: "orders.csv", path: "/orders.csv" },
 *       { name: "invoices/7.pdf", content: pdf(invoice, await invoices.find("7")) },
 *     ],
 *     { version: await orders.updatedAt(), filename: "export.zip" },
 *   );
 */
export function zip(entries: Entries, options: Nullable<ZipOptions> = {}): Asset {
  const { version, filename } = present<ZipOptions>("zip()", options, OPTIONS);
  const list = Array.isArray(entries) ? checkedEntries(entries) : undefined;
  if (version === undefined && !list?.every(isFixed))
    throw new TypeError(
      "zip(): nothing can stand for content that is read once, or for other routes, in the entity tag. " +
        "Give `version` (the date of the latest change, say).",
    );
  return {
    types: ["application/zip"],
    key: {
      kind: "zip",
      version,
      entries: version === undefined ? list!.map(keyOf) : undefined,
    },
    exact: version === undefined,
    filename,
    async render(context) {
      return streamBytes(writeZip(filesOf(list ?? entries, context)), context.signal);
    },
  };
}

function checkedEntries(entries: Iterable<Nullable<ZipEntry>>): ZipEntry[] {
  const check = createCheck();
  return [...entries].map(check);
}

/** Checks one entry after the other. */
function createCheck(): (entry: Nullable<ZipEntry>) => ZipEntry {
  const names = new Set<string>();
  return (entry) => {
    const what = `zip(): entry ${names.size + 1}`;
    const given = present<ZipEntry>(what, entry, MEMBERS);
    const fault = faultOf(given);
    if (fault) throw new TypeError(`${what}: ${fault}`);
    if (names.has(given.name))
      throw new TypeError(`${what}: the name ${JSON.stringify(given.name)} is there twice.`);
    names.add(given.name);
    return given;
  };
}

/** Control characters, and what file systems read as something else than a name. */
const NO_NAME = /[\p{Cc}\\]|^\/|\/$|\/\/|(?:^|\/)\.{1,2}(?:\/|$)|^[a-z]:/iu;

/** Bytes that a name's length can be said in. */
const MAX_NAME = 65_535;

function faultOf({ name, content, path, lastModified }: ZipEntry): string | undefined {
  if (typeof name !== "string" || name === "") return "`name` is missing.";
  const shown = JSON.stringify(name);
  if (NO_NAME.test(name) || !name.isWellFormed() || Buffer.byteLength(name) > MAX_NAME)
    return `the name ${shown} is no relative path of a file, such as "folder/file.txt".`;
  if ((content === undefined) === (path === undefined))
    return `${shown} needs either \`content\` or \`path\`.`;
  if (path !== undefined && !/^\/(?![/\\])/.test(path))
    return `the path ${JSON.stringify(path)} does not start with one /.`;
  if (isAsset(content) && !typeForPath(content.types, name))
    return `${shown}: its content can be ${content.types.join(", ")}. Give it an extension of these.`;
  if (lastModified === undefined) return undefined;
  const year = lastModified instanceof Date ? lastModified.getUTCFullYear() : Number.NaN;
  return year >= 1980 && year <= 2105 ? undefined : `${shown}: lastModified is no Date from 1980 to 2105.`;
}

/** Whether an entry holds all of its content. */
function isFixed({ content }: ZipEntry): boolean {
  if (isAsset(content)) return content.exact === true;
  return typeof content === "string" || content instanceof Uint8Array;
}

function keyOf({ name, content, lastModified, compress }: ZipEntry): unknown {
  return [name, lastModified, compress, isAsset(content) ? [content.key] : content];
}

async function* filesOf(entries: Entries, context: RenderContext): AsyncGenerator<ZipFile, void> {
  const check = createCheck();
  for await (const entry of entries) {
    const given = check(entry);
    const type = typeOfExtension(extensionOf(given.name));
    yield {
      name: Buffer.from(given.name),
      modified: given.lastModified,
      isDeflated:
        given.compress ??
        (type === undefined || isCompressible(type) || /^text\/|^application\/octet/.test(type)),
      content: bytesOf(await contentOf(given, context)),
    };
  }
}

type Content = Exclude<ZipEntry["content"], Asset | Response | undefined>;

async function contentOf({ name, content, path }: ZipEntry, context: RenderContext): Promise<Content> {
  if (path !== undefined) {
    const answer = context.own?.(new URL(path, context.url));
    if (!answer) throw new Error(`zip(): "${name}": ${path} is no path of the app that renders this.`);
    return bodyOf(name, path, await answer);
  }
  if (isAsset(content))
    return content.render({
      ...context,
      type: typeForPath(content.types, name)!,
      url: new URL(name.split("/").map(encodeURIComponent).join("/"), context.url).href,
      query: "",
    });
  return content instanceof Response ? bodyOf(name, content.url, content) : (content as Content);
}

/** @throws Error for an answer that is none: half an archive must not look whole. */
function bodyOf(name: string, from: string, response: Response): Content {
  if (!response.ok) throw new Error(`zip(): "${name}": ${from} answered ${response.status}.`);
  return response.body ?? "";
}

const encoder = new TextEncoder();

async function* bytesOf(content: Content): AsyncGenerator<Uint8Array, void> {
  if (typeof content === "string") yield encoder.encode(content);
  else if (content instanceof Uint8Array) yield content;
  else for await (const piece of content) yield typeof piece === "string" ? encoder.encode(piece) : piece;
}
