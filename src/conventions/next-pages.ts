// pages/api of Next.js: handlers of a Node request and response.

import { NextApiRequest, DEFAULT_PARSER, bytesOfSize, type BodyParser } from "../compat/next/api-request.ts";
import { NextApiResponse } from "../compat/next/api-response.ts";
import { viewOf } from "../compat/next/request.ts";
import { runWithin } from "../compat/ambient.ts";
import { readsOf } from "../http/tracked-request.ts";
import { isResponse } from "../http/reply.ts";
import type { Handler, Route, RouteEvent } from "../routing/route.ts";
import type { Report, SourceFile } from "./convention.ts";
import { maxDurationOf } from "./max-duration.ts";
import type { NextProject } from "./next-config.ts";
import { toParams } from "./next-handler.ts";
import { toNextPath, type NextPath } from "./next-path.ts";
import { rewrittenQuery } from "./next-rules.ts";

type ApiHandler = (request: NextApiRequest, response: NextApiResponse) => unknown;

/**
 * The route of a file below `pages/api`.
 *
 * @param name its path below `pages`, without its extension: `api/item/[id]`
 */
export async function apiRoute(
  file: SourceFile,
  name: string,
  report: Report,
  site: NextProject,
): Promise<Route | undefined> {
  const path = toNextPath(name.replace(/\/index$/, ""));
  if (!path) return undefined;
  if ("mistake" in path) {
    report.mistake(file, `${path.mistake}.`);
    return undefined;
  }
  const route: Route = {
    pattern: path.pattern,
    file: file.name,
    methods: {},
    middleware: [],
    catchAll: path.catchAll,
  };
  let module: Record<string, unknown>;
  try {
    module = await file.load();
  } catch (error) {
    report.failed(file, error);
    return { ...route, any: { handler: () => Promise.reject(error), middleware: [] } };
  }
  const run = module.default;
  if (typeof run !== "function") {
    report.mistake(file, "Export the handler as default: `export default function handler(req, res)`.");
    return undefined;
  }
  const { api, runtime, maxDuration } = (module.config ?? {}) as Config;
  route.maxDuration = maxDurationOf({ maxDuration: maxDuration ?? module.maxDuration }, (message) =>
    report.mistake(file, message),
  );
  const failed = (thrown: unknown, event: RouteEvent) =>
    site.failed?.(thrown, event, { routerKind: "Pages Router", routePath: path.path, routeType: "route" });
  const isEdge = (runtime ?? "").endsWith("edge");
  const handler = isEdge
    ? edge(run as EdgeHandler, site)
    : node(run as ApiHandler, parserOf(api, file, report), path, site, failed);
  return { ...route, bodyFailed: failed, any: { handler: unlessKept(handler, failed), middleware: [] } };
}

interface Config {
  api?: { bodyParser?: boolean | { sizeLimit?: number | string } };
  runtime?: string;
  maxDuration?: unknown;
}

function parserOf(api: Config["api"], file: SourceFile, report: Report): BodyParser {
  const parser = api?.bodyParser ?? true;
  if (parser === false) return false;
  if (parser === true || parser.sizeLimit === undefined) return DEFAULT_PARSER;
  try {
    bytesOfSize(parser.sizeLimit);
  } catch (error) {
    report.mistake(file, (error as Error).message);
    return DEFAULT_PARSER;
  }
  return { sizeLimit: parser.sizeLimit };
}

function node(
  run: ApiHandler,
  parser: BodyParser,
  path: NextPath,
  site: NextProject,
  failed: (thrown: unknown, event: RouteEvent) => void,
): Handler {
  return async (event: RouteEvent) => {
    const params = toParams(event.params as Record<string, string | string[]>, path.names);
    const request = new NextApiRequest(event, params, rewrittenQuery(event));
    if (parser) await request.parse(parser);
    return new Promise<Response>((resolve, reject) => {
      const answer = (whole: Response) =>
        whole.status >= 200 && whole.status <= 999
          ? resolve(whole)
          : reject(new RangeError(`res.status() must be from 200 to 999, not ${String(whole.status)}.`));
      const response = new NextApiResponse(answer, event.signal, site.basePath);
      // Once it has begun, its reader alone is told: by the cut.
      response.on("error", reject);
      const call = async () => run(request, response);
      runWithin(event, event.request, call).catch((error: unknown) => {
        // The answer is whole, and leaves: its author is told.
        if (response.writableEnded) {
          failed(error, event);
          return event.waitUntil(Promise.reject(error));
        }
        reject(error);
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      });
    });
  };
}

type EdgeHandler = (request: Request, event: Pick<RouteEvent, "waitUntil">) => unknown;

function edge(run: EdgeHandler, site: NextProject): Handler {
  return async (event: RouteEvent) => {
    const request = viewOf({ request: () => event.request, site });
    const waitUntil = (work: Promise<unknown>) => event.waitUntil(work);
    return runWithin(event, request, async () => run(request, { waitUntil }));
  };
}

/** Makes answers of pages/api private, unless they set `Cache-Control` themselves. */
function unlessKept(handler: Handler, failed: (thrown: unknown, event: RouteEvent) => void): Handler {
  return async (event: RouteEvent) => {
    let answer: unknown;
    try {
      answer = await handler(event);
    } catch (thrown) {
      readsOf(event.request)?.forThisOneAlone();
      failed(thrown, event);
      throw thrown;
    }
    const isSaid = isResponse(answer) && answer.headers.has("cache-control");
    if (!isSaid) readsOf(event.request)?.forThisOneAlone();
    return answer;
  };
}
