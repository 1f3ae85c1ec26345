// A tracked or a server's own request must do wherever the platform's does, whoever made it.

import { patchGlobalRequest } from "srvx/node";

const PATCHED = Symbol.for("offprint.fetch");

/**
 * Node's own `Request` and `fetch` take a request apart by its insides, which ours have only once they
 * are asked for them. Handlers copy requests and pass them on freely, so this teaches both to ask.
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
