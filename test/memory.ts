// Memory by what holds it, after a collection: counted, so that no clock and no other process has a part in it.
// To be imported before what loads WebAssembly modules.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const memories: WeakRef<WebAssembly.Memory>[] = [];
const note = ({ exports }: WebAssembly.Instance) => {
  for (const value of Object.values(exports))
    if (value instanceof WebAssembly.Memory) memories.push(new WeakRef(value));
};
const { instantiate, Instance } = WebAssembly;
WebAssembly.instantiate = (async (...given: Parameters<typeof instantiate>) => {
  const made = (await instantiate(...given)) as
    | WebAssembly.Instance
    | WebAssembly.WebAssemblyInstantiatedSource;
  note("instance" in made ? made.instance : made);
  return made;
}) as typeof instantiate;
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, given: ConstructorParameters<typeof Instance>) {
    const made = new target(...given);
    note(made);
    return made;
  },
});

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Collects what nobody holds, and lets what waits for that run. */
export async function forget(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Bytes of the memories of WebAssembly modules that are held: HarfBuzz, and satori's. */
export const inModules = (): number =>
  memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);

/** Bytes of the heap and of buffers; `heapUsed` and `arrayBuffers` do not count modules. */
export function inHeap(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
