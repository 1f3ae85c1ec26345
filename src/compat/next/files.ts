// fetch(new URL("./font.ttf", import.meta.url)) of a Next.js module: a file that lies beside it.

import { readFile } from "node:fs/promises";
import { FETCH_FILE } from "../../load/link/names.ts";

/** @throws what reading the file throws. */
async function fetchFile(url: URL): Promise<Response> {
  return new Response(await readFile(url));
}

(globalThis as { [key: symbol]: unknown })[Symbol.for(FETCH_FILE)] = fetchFile;
