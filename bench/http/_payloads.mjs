// What every server sends, so that only the servers differ.

/** The tag that the others give their tiny JSON; ours makes its own, of the same length. */
export const ETAG = '"Lve95gjOVATpfV8EL5X4nxwjKHE"';

/** 40 KB that no one could compress, as a picture is. */
export const PNG = new Uint8Array(40_960);
let state = 1;
for (let i = 0; i < PNG.length; i++) PNG[i] = (state = (state * 48_271) % 2_147_483_647) & 255;

const CHUNK = new Uint8Array(65_536).fill(97);

/** 1 MiB in 16 chunks, each made when it is asked for. */
export function megabyte() {
  let sent = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (sent++ < 16) controller.enqueue(CHUNK);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
