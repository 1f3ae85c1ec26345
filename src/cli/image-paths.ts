// For `offprint routes --images`: the way that each image of a route's examples is made.

import type { App } from "../app/app.ts";
import { isAsset, type RenderContext } from "../asset.ts";
import type { ImageAsset } from "../assets/image.ts";
import { Event } from "../app/event.ts";
import { typeForPath } from "../http/types.ts";
import { examplesOf, pathOf } from "./examples.ts";

/** Rows of path, way and reason, one an example. Handlers are run as they are, without middleware. */
export async function imageRows(app: App, origin: string): Promise<string[][]> {
  const rows: string[][] = [];
  for (const route of app.routes) {
    const handler = route.methods.GET?.handler;
    if (!handler) continue;
    for (const example of await examplesOf(route)) {
      const pathname = pathOf(route, example);
      const request = new Request(new URL(pathname, origin));
      const event = new Event(request, pathname, "", example as Record<string, string>, origin);
      const value = await handler(event);
      if (!isImage(value)) continue;
      const { path, reason } = await value.explain(
        contextOf(app, request, typeForPath(value.types, pathname)),
      );
      rows.push([pathname, path, reason ?? ""]);
    }
  }
  return rows;
}

function isImage(value: unknown): value is ImageAsset {
  return isAsset(value) && "explain" in value && typeof value.explain === "function";
}

function contextOf(app: App, request: Request, type = "image/png"): RenderContext {
  return {
    type,
    url: request.url,
    fonts: app.fonts,
    signal: request.signal,
    time: () => () => {},
    warn: () => {},
  };
}
