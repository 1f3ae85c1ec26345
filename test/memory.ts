// Memory by what holds it, after a collection: counted, so that no clock and no other process has a part in it.
// To be imported before what loads WebAssembly modules.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const memories: WebAssembly.Memory[] = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = (async (...given: Parameters<typeof instantiate>) => {
  const made = (await instantiate(...given)) as
    | WebAssembly.Instance
    | WebAssembly.WebAssemblyInstantiatedSource;
  const { exports } = "instance" in made ? made.instance : made;
  for (const value of Object.values(exports)) if (value instanceof WebAssembly.Memory) memories.push(value);
  return made;
}) as typeof instantiate;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Collects what nobody holds, and lets what waits for that run. */
export async function forget(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Bytes of WebAssembly modules that were loaded asynchronously: HarfBuzz for images, and satori's. */
export const inModules = (): number => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

/** Bytes of the heap and of buffers; `heapUsed` and `arrayBuffers` do not count modules. */
export function inHeap(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
