// The same bytes for every server of the http benchmark.

export const TINY = { hello: "world", numbers: [1, 2, 3] };
export const CARD = Buffer.alloc(40_960, "an even picture ");
export const ETAG = '"9f8e7d6c5b4a39281706f5e4d3c2b1a0"';
export const CHUNK = Buffer.alloc(65_536, "a long answer ");
export const CHUNKS = 16;
