// What has become of the streams; a global, since a bundler may load this module twice.
const shared = globalThis as { offprintStreams?: { opened: number; cancelled: number; pulled: number } };
export const streams = (shared.offprintStreams ??= { opened: 0, cancelled: 0, pulled: 0 });
