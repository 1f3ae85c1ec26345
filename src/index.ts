// The public API, one line an export.
export type { Asset, Body, RenderContext } from "./asset.ts";
export { createApp } from "./app/mounted.ts";
export type { App, AppOptions } from "./app/app.ts";
export { csv } from "./assets/csv.ts";
export type { CsvCell, CsvOptions } from "./assets/csv.ts";
export { feed } from "./assets/feed.ts";
export { feedLink } from "./assets/feed/link.ts";
export type { FeedItunes, FeedPodcast, ItemItunes, ItemPodcast } from "./assets/feed/podcast.ts";
export type { Feed, FeedEnclosure, FeedItem, FeedMedia, FeedPerson } from "./assets/feed/value.ts";
export { llms, type Llms, type LlmsLink } from "./assets/llms.ts";
export { manifest } from "./assets/manifest.ts";
export type { Manifest, ManifestIcon } from "./assets/manifest.ts";
export { robots } from "./assets/robots.ts";
export type { Robots, RobotsRule } from "./assets/robots.ts";
export { securityTxt, type SecurityTxt } from "./assets/security-txt.ts";
export { sitemap, sitemapIndex, sitemapPages } from "./assets/sitemap.ts";
export type { SitemapOptions, SitemapPagesOptions } from "./assets/sitemap.ts";
export type { SitemapRef, SitemapUrl } from "./assets/sitemap/entry.ts";
export { contrast, theme } from "./assets/theme.ts";
export type { ContrastPair, Theme, Tokens } from "./assets/theme.ts";
export { vcard } from "./assets/vcard.ts";
export type { Vcard, VcardAddress, VcardContact, VcardOptions } from "./assets/vcard.ts";
export { sheet, xlsx, type XlsxOptions } from "./assets/xlsx.ts";
export type { XlsxCell, XlsxFormula } from "./assets/xlsx/cell.ts";
export type { XlsxColumn, Sheet as XlsxSheet } from "./assets/xlsx/sheet.ts";
export type { Format as XlsxFormat } from "./assets/xlsx/styles.ts";
export { zip } from "./assets/zip.ts";
export type { ZipEntry, ZipOptions } from "./assets/zip.ts";
export { cache } from "./cache/cache.ts";
export type { Cache, CacheOptions } from "./cache/options.ts";
export { disk } from "./cache/stores/disk.ts";
export type { DiskOptions } from "./cache/stores/disk.ts";
export { layered } from "./cache/stores/layered.ts";
export { memory } from "./cache/stores/memory.ts";
export type { MemoryOptions, MemoryStore } from "./cache/stores/memory.ts";
export { purgeDirectory } from "./cache/purges/purge.ts";
export { createPurgeLog } from "./cache/purges/purge-log.ts";
export type { Purge, PurgeLog, PurgeMode } from "./cache/purges/purge-log.ts";
export type { Content, Entry, Meta, Store } from "./cache/store.ts";
export { defineConfig } from "./cli/config.ts";
export type { Config } from "./cli/config.ts";
export type { Source } from "./conventions/source.ts";
export { RoutesError } from "./conventions/load.ts";
export { FingerprintError } from "./http/fingerprint.ts";
export { badRequest, HttpError, notFound } from "./error.ts";
export type { HttpErrorOptions } from "./error.ts";
export { shippedFonts } from "./fonts/catalog.ts";
export { FontError } from "./fonts/error.ts";
export type { FontFace, Fonts } from "./fonts/fonts.ts";
export { loadFonts } from "./fonts/library.ts";
export { checkFont, type FontFacts } from "./fonts/with-faces.ts";
export { pdf } from "./assets/pdf.ts";
export type { PdfOptions, PdfTemplate } from "./assets/pdf.ts";
export {
  bold,
  chart,
  columns,
  draw,
  field,
  heading,
  italic,
  keepTogether,
  link,
  list,
  pageBreak,
  pageCount,
  paragraph,
  image as picture,
  place,
  rule,
  space,
  svg,
  table,
  text,
  toc,
} from "./pdf/template/blocks.ts";
export type { Block, Box, Cell, Column, Inline, Style, Table } from "./pdf/template/block.ts";
export { document } from "./pdf/template/options.ts";
export type { DocumentOptions, PageInfo } from "./pdf/template/options.ts";
export type { Fetch, Handler, Method, Middleware, Params, Route, RouteEvent } from "./routing/route.ts";
export { sign, type SignOptions } from "./routing/signed.ts";
export type { CachePolicy, Duration } from "./http/cache-control.ts";
export type { CookieOptions, Cookies } from "./http/cookies.ts";
export { loadEnv } from "./cli/env.ts";
export { useFastResponse } from "./http/fast-response.ts";
export { createMetrics, type Metrics } from "./ops/metrics.ts";
export type { PoolObserver, PoolOptions, Priority } from "./pool/options.ts";
export { pool } from "./pool/pool.ts";
export type { MadeApp, Pool, PoolStats } from "./pool/pool.ts";
export type { PortLimits } from "./port/limits.ts";
export type { TrustProxy } from "./port/proxy.ts";
export { stopOnSignals } from "./port/signals.ts";
export { serve } from "./port/serve.ts";
export type { ServeOptions, Server } from "./port/options.ts";
export { traced } from "./ops/trace.ts";
export { image } from "./assets/image.ts";
export type { ImageOptions } from "./assets/image.ts";
export { verifyDiscord, type DiscordDelivery } from "./webhooks/discord.ts";
export { verifyGithub, type GithubDelivery } from "./webhooks/github.ts";
export { verifyGitlab, type GitlabDelivery } from "./webhooks/gitlab.ts";
export { memorySeen, type DeliveryState, type SeenStore } from "./webhooks/seen.ts";
export { verifyShopify, type ShopifyDelivery } from "./webhooks/shopify.ts";
export { verifySlack, type SlackDelivery } from "./webhooks/slack.ts";
export { verifyClerk, verifyResend, verifyStandard, verifySvix } from "./webhooks/standard.ts";
export type { StandardDelivery } from "./webhooks/standard.ts";
export { verifyStripe, type StripeDelivery } from "./webhooks/stripe.ts";
export { verifyTwilio, type TwilioOptions } from "./webhooks/twilio.ts";
export type { Delivery, TimedWebhookOptions, WebhookOptions } from "./webhooks/verify.ts";
export { onRevalidate, revalidate, revalidatePath, revalidateTag, type Revalidation } from "./revalidate.ts";
export { ImageResponse } from "./assets/image-response.ts";
export type { ImageResponseOptions } from "./assets/image-response.ts";
export { BarChart, type BarChartProps } from "./components/bar-chart.tsx";
export { Barcode, QrCode, type BarcodeProps, type QrCodeProps } from "./components/codes.tsx";
export { DonutChart, type DonutChartProps } from "./components/donut-chart.tsx";
export { AreaChart, LineChart, type LineChartProps } from "./components/line-chart.tsx";
export { Sparkline, type SparklineProps } from "./components/sparkline.tsx";
