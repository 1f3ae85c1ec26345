// Preview and draft mode of pages/api: two cookies, one that proves the mode and one that carries the data.

import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { serverSecret } from "../../process/secret.ts";
import { stringifyCookie, type ResponseCookie } from "./cookies.ts";

/** The cookie of draft mode, by the name that Next.js gives it. */
export const DRAFT = "__prerender_bypass";
const DATA = "__next_preview_data";

/** Characters that browsers keep of a cookie at least (RFC 6265bis §5.6), less than its name and attributes. */
const MAX_DATA = 2048;

/** Proves that the cookie was set here. Children of one pool share a secret; machines need the same `OFFPRINT_SECRET`. */
export function draftToken(): string {
  return createHmac("sha256", serverSecret()).update("draft-mode").digest("base64url");
}

/** Whether a cookie's value is this server's own. */
export function isDraftToken(value: string | undefined): boolean {
  const sent = Buffer.from(value ?? "");
  const expected = Buffer.from(draftToken());
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

/** Attributes of both cookies: a preview is shown in a frame of another site's, so in production they go there too. */
export function draftAttributes(): Pick<ResponseCookie, "path" | "httpOnly" | "secure" | "sameSite"> {
  const isPublic = process.env.NODE_ENV !== "development";
  return { path: "/", httpOnly: true, secure: isPublic, sameSite: isPublic ? "none" : "lax" };
}

/** Draft or preview mode, as a visitor's cookies have it. */
export interface Preview {
  enabled: boolean;
  /** Of `setPreviewData()`; undefined in plain draft mode. */
  data: unknown;
}

export function readPreview(cookies: Readonly<Record<string, string>>): Preview {
  const enabled = isDraftToken(cookies[DRAFT]);
  return { enabled, data: enabled && cookies[DATA] ? opened(cookies[DATA]) : undefined };
}

interface PreviewOptions {
  /** Seconds. */
  maxAge?: number;
  path?: string;
}

/** The `Set-Cookie` values that turn draft mode on, or off. */
export function draftCookies(enable: boolean): string[] {
  return [
    stringifyCookie({
      ...draftAttributes(),
      name: DRAFT,
      ...(enable ? { value: draftToken() } : { value: "", expires: new Date(0) }),
    }),
  ];
}

/** The values that turn preview on, with data that only this server can read. @throws Error for too much of it. */
export function previewCookies(data: unknown, { maxAge, path }: PreviewOptions = {}): string[] {
  const value = sealed(data);
  if (value.length > MAX_DATA)
    throw new Error("Preview data is limited to 2KB currently, reduce how much data you are storing.");
  const attributes = { ...draftAttributes(), maxAge, path: path ?? "/" };
  return [
    stringifyCookie({ ...attributes, name: DRAFT, value: draftToken() }),
    stringifyCookie({ ...attributes, name: DATA, value }),
  ];
}

/** The values that turn both off. */
export function clearedCookies({ path }: PreviewOptions = {}): string[] {
  const gone = { ...draftAttributes(), value: "", expires: new Date(0), path: path ?? "/" };
  return [stringifyCookie({ ...gone, name: DRAFT }), stringifyCookie({ ...gone, name: DATA })];
}

const key = (): Buffer => createHmac("sha256", serverSecret()).update("preview-data").digest();

/** AES-256-GCM (NIST SP 800-38D): nonce of 96 bits, tag of 128, text. */
function sealed(data: unknown): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key(), nonce);
  const text = Buffer.concat([cipher.update(String(JSON.stringify(data)), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url");
}

function opened(value: string): unknown {
  try {
    const bytes = Buffer.from(value, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", key(), bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(12, 28));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString());
  } catch {
    return undefined;
  }
}
