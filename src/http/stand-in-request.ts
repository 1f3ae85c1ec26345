// Requests that are sent for several clients at once. Said beside the request, where no client can say it.

const awaited = new WeakSet<Request>();

/** Says that several clients wait for the answer to this request. */
export function markAwaited(request: Request): void {
  awaited.add(request);
}

export function isAwaited(request: Request): boolean {
  return awaited.has(request);
}
