// Responses of the three frameworks' handlers, returned or thrown.

/** Adds to an answer's headers, on a copy where the platform has frozen them. */
export function withHeaders(response: Response, change: (headers: Headers) => void): Response {
  try {
    change(response.headers);
    return response;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const headers = new Headers(response.headers);
    change(headers);
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
  }
}

/**
 * Runs a handler and passes on its result or error. A synchronous result stays synchronous: a needless
 * promise costs as much as all the rest of a small answer.
 */
export function attempt(
  run: () => unknown,
  use: (value: unknown) => unknown,
  recover: (thrown: unknown) => unknown,
): unknown {
  let value: unknown;
  try {
    value = run();
  } catch (thrown) {
    return recover(thrown);
  }
  return value instanceof Promise ? value.then(use, recover) : use(value);
}
