// Buffered bodies two to three times cheaper, for the whole process.

import { FastResponse } from "srvx";

/**
 * Puts srvx's Response in place of the platform's: it keeps a buffered body as it is instead of
 * turning it into a stream. Call it before any route is loaded. Its one visible difference: the
 * content type that a string or FormData body implies appears only when the answer is sent.
 */
export function useFastResponse(): void {
  globalThis.Response = FastResponse as unknown as typeof Response;
}
