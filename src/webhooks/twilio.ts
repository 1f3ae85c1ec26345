// Twilio's requests: HMAC-SHA1 of the URL and the form's fields, or of a URL that holds the body's digest.

import { formOf, parseJson } from "./body.ts";
import { base64Bytes, hexBytes, isEqual, sha256 } from "./proof.ts";
import { verify, type Delivery, type Scheme, type WebhookOptions } from "./verify.ts";

/** How a request of Twilio's is verified. */
export interface TwilioOptions extends WebhookOptions {
  /** The URL as Twilio has it, with its query, where a proxy has changed it. Default: the request's. */
  url?: string;
}

/**
 * Reads a request of Twilio's and makes sure that it is one. The secret is the account's auth token.
 * The payload has the fields of the form, or the JSON.
 *
 * @throws HttpError 401 for a signature that is missing, malformed or wrong, and for a body that it
 *   does not cover; 400 for a body that is no JSON; 409 for a delivery that is being worked on; 413
 *   for one that is too large. Response 204 for one that was answered. TypeError where there is no
 *   secret.
 *
 * @example
 * export async function POST({ request }: RouteEvent) {
 *   const { payload } = await verifyTwilio<{ Body: string }>(request, { secret: process.env.TWILIO_AUTH_TOKEN! });
 *   return new Response("<Response/>", { headers: { "content-type": "text/xml" } });
 * }
 */
export function verifyTwilio<T = unknown>(request: Request, options: TwilioOptions): Promise<Delivery<T>> {
  return verify<T>(request, twilio, options);
}

const twilio: Scheme = {
  name: "verifyTwilio",
  claim({ headers, raw, url }) {
    const signatures = [base64Bytes(headers.get("x-twilio-signature"))];
    const digest = new URL(url).searchParams.get("bodySHA256");
    const form = formOf(raw, headers);
    if (digest !== null ? !isEqual(hexBytes(digest), sha256(raw)) : !form && raw.byteLength > 0)
      return undefined;
    const fields = digest === null && form ? signedFields(form) : "";
    return {
      proofs: spellings(url).map((spelling) => ({ by: "sha1", text: [spelling + fields], signatures })),
    };
  },
  payload: (raw, headers) => {
    const form = formOf(raw, headers);
    return form ? Object.fromEntries(form) : raw.byteLength > 0 ? parseJson(raw) : {};
  },
  // The same in each attempt. Two requests of one call may be alike in everything else.
  id: ({ headers }) => headers.get("i-twilio-idempotency-token") ?? undefined,
};

/** Each name with its values, in order; a value that comes twice is signed once. */
function signedFields(form: URLSearchParams): string {
  return [...new Set(form.keys())]
    .sort()
    .flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value))
    .join("");
}

/** With the port and without: Twilio signs either. */
function spellings(url: string): string[] {
  const [, host, port, target] = /^(\w+:\/\/[^/?#]*?)(:\d+)?(?=[/?#]|$)([^#]*)/.exec(url)!;
  return [host! + target!, `${host}${port ?? (url.startsWith("https:") ? ":443" : ":80")}${target}`];
}
