// The public API, one line an export.
export type { Asset, Body, RenderContext } from "./asset.ts";
export { createApp } from "./app.ts";
export type { App, AppOptions } from "./app.ts";
export { defineConfig } from "./config.ts";
export type { Config, Source } from "./config.ts";
export { RoutesError } from "./conventions/load.ts";
export { FingerprintError } from "./http/fingerprint.ts";
export { badRequest, HttpError, notFound } from "./error.ts";
export type { HttpErrorOptions } from "./error.ts";
export { shippedFonts } from "./fonts/catalog.ts";
export { FontError } from "./fonts/error.ts";
export type { FontFace, Fonts } from "./fonts/fonts.ts";
export { loadFonts } from "./fonts/library.ts";
export type {
  CachePolicy,
  CookieOptions,
  Cookies,
  Duration,
  Fetch,
  Handler,
  Method,
  Middleware,
  Params,
  Route,
  RouteEvent,
} from "./route.ts";
export { serve, useFastResponse } from "./serve.ts";
export type { ServeOptions, Server } from "./serve.ts";
