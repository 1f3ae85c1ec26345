// Makes tracked requests and srvx's acceptable to `new Request()` and `fetch()`, like the platform's own.

import { patchGlobalRequest } from "srvx/node";

const PATCHED = Symbol.for("offprint.fetch");

/**
 * Node's `Request` and `fetch` read private state of a request, which ours make only on demand. Handlers copy
 * requests and pass them on freely, so both are patched to demand it.
 */
export function makeRequestsCopyable(): void {
  patchGlobalRequest();
  const own = globalThis.fetch as typeof fetch & { [PATCHED]?: true };
  if (own[PATCHED]) return;
  const patched: typeof fetch = (input, init) =>
    own(
      input instanceof Request ? ((input as Request & { _request?: Request })._request ?? input) : input,
      init,
    );
  globalThis.fetch = Object.assign(patched, { [PATCHED]: true as const });
}
