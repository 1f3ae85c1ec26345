// Header fields of an answer, before they cost what the platform's Headers cost.

/** Adds a field if it is missing. Builds a `Headers` only if the init cannot be searched directly. */
export function withField(given: HeadersInit | undefined, name: string, value: string): HeadersInit {
  if (given === undefined) return { [name]: value };
  if (!Array.isArray(given) && !(given instanceof Headers)) {
    const isThere = Object.keys(given).some(
      (own) => own.length === name.length && own.toLowerCase() === name,
    );
    return isThere ? given : { ...given, [name]: value };
  }
  const headers = new Headers(given);
  if (!headers.has(name)) headers.set(name, value);
  return headers;
}
