// Metadata files of Next.js: sitemap, robots, manifest, icons and social images, as code or as files.

import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Asset } from "../asset.ts";
import { createReadableStreamFromReadable } from "../compat/node-streams.ts";
import { HttpError } from "../error.ts";
import type { Route, RouteEvent } from "../routing/route.ts";
import { withHeaders } from "./answer.ts";
import { isResponse } from "../http/reply.ts";
import type { SourceFile } from "./convention.ts";
import { majorOf } from "./dependency.ts";
import { later, type NextHandler, type NextParams } from "./next-handler.ts";
import { robotsText, sitemapIndexText, sitemapText } from "./next-text.ts";

const IMAGE = /^(?:icon|apple-icon|opengraph-image|twitter-image)\d?$/;
const CODE = /\.(?:[jt]sx?)$/;

const STATIC_TYPES: Readonly<Record<string, string>> = {
  ico: "image/x-icon",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  svg: "image/svg+xml",
  xml: "application/xml",
  txt: "text/plain; charset=utf-8",
  json: "application/manifest+json",
  webmanifest: "application/manifest+json",
};

/** Files that are served as they are, by their name. */
const STATIC =
  /^(?:favicon\.ico|robots\.txt|llms(?:-full)?\.txt|manifest\.(?:json|webmanifest)|sitemap\.xml|icon\d?\.(?:ico|jpe?g|png|svg)|apple-icon\d?\.(?:jpe?g|png)|(?:opengraph|twitter)-image\d?\.(?:jpe?g|png|gif))$/;

/** Kinds of metadata files: served as they are, or made by code. */
export type MetadataKind = "static" | "sitemap" | "robots" | "manifest" | "image";

export function metadataKind(name: string): MetadataKind | undefined {
  if (STATIC.test(name)) return "static";
  if (!CODE.test(name)) return undefined;
  const base = name.replace(CODE, "");
  if (base === "sitemap" || base === "robots" || base === "manifest") return base;
  return IMAGE.test(base) ? "image" : undefined;
}

/** The type of a metadata file, by its name. */
export function staticType(name: string): string {
  return STATIC_TYPES[name.slice(name.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream";
}

/** Files larger than this (bytes) are streamed from disk, without support of `Range`. */
export const WHOLE_FILE_BYTES = 32 * 1024 * 1024;

/** A file's bytes as an asset: its tag is known from its size and time, without reading it. */
export function staticFile(file: SourceFile, type: string): () => Promise<Asset> {
  return async () => {
    const { size, mtimeMs, mtime } = await stat(file.absolute);
    return {
      types: [type],
      key: { kind: "file", size, modified: mtimeMs },
      exact: true,
      lastModified: mtime,
      render: () =>
        size > WHOLE_FILE_BYTES
          ? createReadableStreamFromReadable(createReadStream(file.absolute))
          : readFile(file.absolute),
    };
  };
}

/** A pattern below the file's folder, and what answers there. */
export interface Metadata {
  /** `/sitemap.xml`, `/icon/:id`. */
  suffix: string;
  run: NextHandler;
  examples?: () => Promise<Record<string, string>[]>;
}

type Named = { id: string | number };

/** Text files made by code. The origin is the event's, never the request's `Host`. */
export function textMetadata(
  kind: "sitemap" | "robots" | "manifest",
  module: Record<string, unknown>,
  file: SourceFile,
): Metadata[] {
  const make = module.default as (given?: unknown) => unknown;
  const answer = (text: string, type: string) => new Response(text, { headers: { "content-type": type } });
  if (kind === "robots")
    return [
      {
        suffix: "/robots.txt",
        run: async () => answer(robotsText(await make(), file.name), "text/plain; charset=utf-8"),
      },
    ];
  if (kind === "manifest")
    return [
      {
        suffix: "/manifest.webmanifest",
        run: async () => answer(JSON.stringify(await make()), "application/manifest+json"),
      },
    ];
  const sitemap = async (origin: string, given?: unknown) =>
    answer(sitemapText(await make(given), origin, file.name), "application/xml");
  const generate = module.generateSitemaps as (() => Promise<Named[]>) | undefined;
  if (!generate)
    return [{ suffix: "/sitemap.xml", run: (_request, _context, { url }) => sitemap(url.origin) }];
  const ids = async () => (await generate()).map(({ id }) => checkId(id, "generateSitemaps", file));
  return [
    {
      suffix: "/sitemap/:offprint_id.xml",
      async run(_request, { params }, { url }) {
        const id = params.offprint_id as string;
        const found = (await generate()).find((one) => checkId(one.id, "generateSitemaps", file) === id);
        if (!found) throw new HttpError(404);
        return sitemap(url.origin, { id: idFor(file, id, found.id) });
      },
      examples: async () => (await ids()).map((id) => ({ offprint_id: id })),
    },
    {
      // Next.js leaves the index to the author.
      suffix: "/sitemap.xml",
      async run(_request, _context, { url: { origin, pathname } }) {
        const folder = pathname.replace(/\.xml$/, "");
        return answer(
          sitemapIndexText((await ids()).map((id) => `${origin}${folder}/${encodeURIComponent(id)}.xml`)),
          "application/xml",
        );
      },
    },
  ];
}

/** Images made by code: one at the file's own name, or one for each id that `generateImageMetadata` names. */
export function imageMetadata(name: string, module: Record<string, unknown>, file: SourceFile): Metadata[] {
  const make = module.default as (given: Record<string, unknown>) => unknown;
  const generate = module.generateImageMetadata as
    | ((given: { params: NextParams }) => Promise<(Named & { contentType?: string })[]>)
    | undefined;
  if (!generate) {
    const { contentType } = module;
    return [{ suffix: `/${name}`, run: async (_, { params }) => typed(await make({ params }), contentType) }];
  }
  return [
    {
      suffix: `/${name}/:offprint_id`,
      async run(_, { params: given }) {
        const { offprint_id: id, ...params } = await given;
        const found = (await generate({ params: later(params) })).find(
          (one) => checkId(one.id, "generateImageMetadata", file) === id,
        );
        if (!found) throw new HttpError(404);
        return typed(
          await make({ params: later(params), id: idFor(file, id as string, found.id) }),
          found.contentType,
        );
      },
    },
  ];
}

function checkId(id: unknown, from: string, file: SourceFile): string {
  if (id === undefined || id === null)
    throw new TypeError(`${file.name}: id property is required for every item returned from ${from}`);
  return String(id);
}

/**
 * The id as the project's version of Next.js gives it: before 16 the value itself, since then a promise of its text.
 * Without a known version, text is the value, of which `await` gives the same, and a number is a promise of text that
 * computes and compares (`==`) as the number.
 */
function idFor(file: SourceFile, id: string, value: string | number): unknown {
  const major = majorOf(dirname(file.absolute), "next");
  if (major === undefined ? typeof value === "string" : major < 16) return value;
  return Object.assign(Promise.resolve(id), {
    toString: () => id,
    valueOf: () => value,
    [Symbol.toPrimitive]: (hint: string) => (hint === "string" ? id : value),
  });
}

/** The type that the file declares, where the answer has none of its own. */
function typed(value: unknown, contentType: unknown): unknown {
  if (typeof contentType !== "string" || !isResponse(value) || value.headers.get("content-type"))
    return value;
  return withHeaders(value, (headers) => headers.set("content-type", contentType));
}

/** A route that answers GET only. */
export function getOnly(
  route: Omit<Route, "methods" | "middleware">,
  handler: (event: RouteEvent) => unknown,
): Route {
  return { ...route, methods: { GET: { handler, middleware: [] } }, middleware: [] };
}
