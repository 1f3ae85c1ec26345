// new Request(request) must work with the request a handler was given, whoever made it.

import { patchGlobalRequest } from "srvx/node";

/**
 * Node's own Request takes another apart by its insides, which a server's request has only once it
 * is asked for them. Frameworks' handlers copy requests freely, so this teaches the constructor to ask.
 */
export function makeRequestsCopyable(): void {
  patchGlobalRequest();
}
