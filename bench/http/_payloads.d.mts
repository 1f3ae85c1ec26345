export const ETAG: string;
export const PNG: Uint8Array;
export function megabyte(): ReadableStream<Uint8Array>;
