// Marks requests that stand in for several waiting clients. A WeakSet and not a header field: no client can claim it.

const awaited = new WeakSet<Request>();

/** Says that several clients wait for the answer to this request. */
export function markAwaited(request: Request): void {
  awaited.add(request);
}

export function isAwaited(request: Request): boolean {
  return awaited.has(request);
}
