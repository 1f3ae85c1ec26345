// The origin that absolute URLs start with, checked where a developer gives it.

/**
 * An origin without a path or a trailing slash.
 * @throws TypeError that says what was expected.
 */
export function checkOrigin(origin: string, where: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "" && !url.username)
    return url.origin;
  throw new TypeError(
    `${where}: the origin must be like https://example.com, without a path, not ${JSON.stringify(origin)}.`,
  );
}
