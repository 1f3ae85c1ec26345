// A request as the parser gives it, with a count of its body and the fields that the port decides.

import { IncomingMessage } from "node:http";

/** Fields that only a trusted proxy may set. */
const FORWARDED = /^(?:x-forwarded-.+|forwarded|x-real-ip)$/;

/** A request that knows how much of its body has come. */
export class CountedMessage extends IncomingMessage {
  bodyBytes = 0;

  override push(chunk: Buffer | null): boolean {
    if (chunk) this.bodyBytes += chunk.length;
    return super.push(chunk);
  }
}

/** Sets a field in place of what the client may have sent. */
export function setField(request: IncomingMessage, name: string, value: string): void {
  if (name in request.headers) dropFields(request, (sent) => sent === name);
  request.headers[name] = value;
  request.rawHeaders.push(name, value);
}

/** Forgets what claims to come from a proxy. */
export function dropForwarded(request: IncomingMessage): void {
  for (const name in request.headers)
    if ((name.startsWith("x-") || name.startsWith("f")) && FORWARDED.test(name))
      return dropFields(request, (sent) => FORWARDED.test(sent));
}

function dropFields(request: IncomingMessage, matches: (name: string) => boolean): void {
  const raw = request.rawHeaders;
  for (let i = raw.length - 2; i >= 0; i -= 2) if (matches(raw[i]!.toLowerCase())) raw.splice(i, 2);
  for (const name of Object.keys(request.headers)) if (matches(name)) delete request.headers[name];
}
