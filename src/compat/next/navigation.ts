// redirect(), notFound() and the like: errors with a digest, which the convention turns into answers.

const REDIRECT = "NEXT_REDIRECT";
const FALLBACK = "NEXT_HTTP_ERROR_FALLBACK";

/** How a redirect enters the browser's history; has no effect on a server. */
export const RedirectType = { push: "push", replace: "replace" } as const;

/** Shared by all copies of the package, and nothing that JSON can say: a digest alone could have been posted. */
const THROWN = Symbol.for("offprint.next.navigation");

function fail(digest: string, message = digest): never {
  throw Object.assign(new Error(message), { digest, [THROWN]: true });
}

/** 307 to `url`, by throwing. */
export function redirect(url: string, type: string = RedirectType.replace): never {
  return fail(`${REDIRECT};${type};${url};307;`, REDIRECT);
}

/** 308 to `url`, by throwing. */
export function permanentRedirect(url: string, type: string = RedirectType.replace): never {
  return fail(`${REDIRECT};${type};${url};308;`, REDIRECT);
}

/** 404, by throwing. */
export function notFound(): never {
  return fail(`${FALLBACK};404`);
}

/** 403, by throwing. */
export function forbidden(): never {
  return fail(`${FALLBACK};403`);
}

/** 401, by throwing. */
export function unauthorized(): never {
  return fail(`${FALLBACK};401`);
}

function digestOf(error: unknown): string {
  return typeof error === "object" && error !== null && THROWN in error && "digest" in error
    ? String(error.digest)
    : "";
}

/** Throws on what only the framework may catch. */
export function unstable_rethrow(error: unknown): void {
  if (digestOf(error).startsWith("NEXT_")) throw error;
}

/** Statuses of `unauthorized()`, `forbidden()` and `notFound()`. */
const STATUSES = new Set([401, 403, 404]);

/** The answer that a thrown error stands for, or undefined for a real error. */
export function answerOf(error: unknown): Response | undefined {
  const [kind, ...rest] = digestOf(error).split(";");
  if (kind === FALLBACK && STATUSES.has(Number(rest[0])))
    return new Response(null, { status: Number(rest[0]) });
  const status = Number(rest.at(-2));
  const location = rest.slice(1, -2).join(";");
  if (kind !== REDIRECT || (status !== 303 && status !== 307 && status !== 308)) return undefined;
  return new Response(null, { status, headers: { location: toHeader(location) } });
}

/** A header carries ASCII: what lies beyond is percent-encoded, what is encoded stays. */
function toHeader(url: string): string {
  return Buffer.from(url)
    .toString()
    .replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character));
}
