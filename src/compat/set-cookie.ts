// `Set-Cookie` in the order and spelling of the `cookie` package, which React Router writes with.

/** Attributes of `Set-Cookie`, as the `cookie` package takes them. */
export interface CookieAttributes {
  domain?: string;
  path?: string;
  expires?: Date;
  /** Seconds. */
  maxAge?: number;
  httpOnly?: boolean;
  secure?: boolean;
  sameSite?: boolean | "lax" | "strict" | "none";
  partitioned?: boolean;
  priority?: "low" | "medium" | "high";
  encode?: (value: string) => string;
  decode?: (value: string) => string;
}

// RFC 6265bis §4.1.1, as browsers accept it: whatever could start another attribute or line is refused.
const NAME = /^[!-:<>-~]+$/;
const VALUE = /^[!-:<-~]*$/;
const ATTRIBUTE = /^[ -:<-~]*$/;

const SAME_SITE = new Map<unknown, string>([
  [true, "Strict"],
  ["strict", "Strict"],
  ["lax", "Lax"],
  ["none", "None"],
]);

/**
 * One `Set-Cookie` value. `maxAge` is in seconds; the value is percent-encoded unless `encode` says otherwise.
 * @throws TypeError for a name, value or attribute that no header can carry.
 */
export function serializeCookie(name: string, value: string, options: CookieAttributes = {}): string {
  if (!NAME.test(name)) throw new TypeError(`argument name is invalid: ${name}`);
  const encoded = (options.encode ?? encodeURIComponent)(value);
  if (!VALUE.test(encoded)) throw new TypeError(`argument val is invalid: ${value}`);
  const { maxAge, domain, path, expires, priority, sameSite } = options;
  let text = `${name}=${encoded}`;
  if (maxAge !== undefined) {
    if (!Number.isInteger(maxAge)) throw new TypeError(`option maxAge is invalid: ${maxAge}`);
    text += `; Max-Age=${maxAge}`;
  }
  if (domain) text += `; Domain=${attribute("domain", domain)}`;
  if (path) text += `; Path=${attribute("path", path)}`;
  if (expires) {
    if (!Number.isFinite(expires.valueOf()))
      throw new TypeError(`option expires is invalid: ${String(expires)}`);
    text += `; Expires=${expires.toUTCString()}`;
  }
  if (options.httpOnly) text += "; HttpOnly";
  if (options.secure) text += "; Secure";
  if (options.partitioned) text += "; Partitioned";
  if (priority)
    text += `; Priority=${attribute("priority", priority[0]!.toUpperCase() + priority.slice(1).toLowerCase())}`;
  if (sameSite) {
    const known = SAME_SITE.get(typeof sameSite === "string" ? sameSite.toLowerCase() : sameSite);
    if (!known) throw new TypeError(`option sameSite is invalid: ${String(sameSite)}`);
    text += `; SameSite=${known}`;
  }
  return text;
}

function attribute(name: string, value: string): string {
  if (!ATTRIBUTE.test(value)) throw new TypeError(`option ${name} is invalid: ${value}`);
  return value;
}
