// The stand-ins for Next.js's modules, by specifier.

import { standIn, userInterface } from "../stand-in.ts";
import {
  cacheLife,
  cacheTag,
  refresh,
  revalidatePath,
  revalidateTag,
  unstable_cache,
  unstable_noStore,
  updateTag,
} from "./cache.ts";
import { keepFetched } from "./fetch.ts";
import "./files.ts";
import { googleFonts, localFont } from "./font.ts";
import { attachDatabasePool, geolocation, ipAddress, waitUntil } from "./functions.ts";
import { cookies, draftMode, headers } from "./headers.ts";
import { getImageProps, Image } from "./image.ts";
import {
  forbidden,
  notFound,
  permanentRedirect,
  redirect,
  RedirectType,
  unauthorized,
  unstable_rethrow,
} from "./navigation.ts";
import { NextRequest } from "./request.ts";
import { NextResponse } from "./response.ts";
import { after, connection } from "./server.ts";
import { userAgent, userAgentFromString } from "./user-agent.ts";

/** Exports that read the current request from async context. */
const AMBIENT = [
  "after",
  "unstable_after",
  "connection",
  "cookies",
  "headers",
  "draftMode",
  "revalidatePath",
  "revalidateTag",
  "updateTag",
  "unstable_cache",
  "unstable_noStore",
  "waitUntil",
];

const HOOKS =
  "useParams usePathname useRouter useSearchParams useSelectedLayoutSegment useSelectedLayoutSegments useServerInsertedHTML";

/** Stand-ins for `next/*`. */
export async function nextModules(): Promise<Record<string, Record<string, unknown>>> {
  keepFetched();
  const { ImageResponse } = await import("../../assets/image-response.ts");
  const urlPattern = (globalThis as { URLPattern?: unknown }).URLPattern;
  const server = {
    NextRequest,
    NextResponse,
    ImageResponse,
    after,
    unstable_after: after,
    connection,
    userAgent,
    userAgentFromString,
    ...(urlPattern ? { URLPattern: urlPattern } : {}),
  };
  const modules: Record<string, Record<string, unknown>> = {
    "next/server": server,
    "next/headers": { cookies, headers, draftMode },
    "next/navigation": {
      ...userInterface("next/navigation", HOOKS.split(" ")),
      forbidden,
      notFound,
      permanentRedirect,
      redirect,
      RedirectType,
      unauthorized,
      unstable_rethrow,
    },
    "next/cache": {
      cacheLife,
      cacheTag,
      refresh,
      revalidatePath,
      revalidateTag,
      unstable_cache,
      unstable_cacheLife: cacheLife,
      unstable_cacheTag: cacheTag,
      unstable_noStore,
      updateTag,
    },
    "next/og": { ImageResponse },
    "next/font/local": { default: localFont },
    "next/image": { default: Image, getImageProps },
    "@vercel/functions": { attachDatabasePool, geolocation, ipAddress, waitUntil },
    "server-only": {},
    // For configurations that ask in which phase they are read.
    "next/constants": Object.fromEntries(
      ["production-build", "production-server", "development-server", "export", "info", "test"].map(
        (phase) => [`PHASE_${phase.replace("-", "_").toUpperCase()}`, `phase-${phase}`],
      ),
    ),
    next: {},
  };
  const stands = Object.fromEntries(
    Object.entries(modules).flatMap(([name, exports]) => {
      const stand = standIn(name, exports, AMBIENT);
      // Some write the file's extension, which the package allows.
      return name.startsWith("next/")
        ? [
            [name, stand],
            [`${name}.js`, stand],
          ]
        : [[name, stand]];
    }),
  );
  // Each family is an export: there is no list to miss a name in.
  return { ...stands, "next/font/google": googleFonts };
}
