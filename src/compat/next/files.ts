// fetch(new URL("./font.ttf", import.meta.url)) of a Next.js module: a file that lies beside it.

import { readFile } from "node:fs/promises";

/** @throws what reading the file throws. */
async function fetchFile(url: URL): Promise<Response> {
  return new Response(await readFile(url));
}

// Compiled modules find it here, whichever copy of the package compiled them.
(globalThis as { [key: symbol]: unknown })[Symbol.for("offprint.fetchFile")] = fetchFile;
