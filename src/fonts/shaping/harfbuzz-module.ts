// The WebAssembly modules of `harfbuzzjs`, one of each kind in a process, called without objects in between.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

type Call = (...values: number[]) => number;

const PAGE = 65_536;
/** Pages that memory grows by at least: 1 MiB. */
const LEAST_PAGES = 16;

/** The exports of one module and views on its memory that stay right when it grows. */
export class HbModule {
  readonly call: Record<string, Call>;
  /** Functions that the module calls through pointers. */
  readonly table: WebAssembly.Table;
  readonly #memory: WebAssembly.Memory;
  #bytes = new Uint8Array();
  #words = new Int32Array();
  #units = new Uint16Array();

  constructor(file: string) {
    const path = createRequire(import.meta.url).resolve(`harfbuzzjs/dist/${file}`);
    const compiled = new WebAssembly.Module(new Uint8Array(readFileSync(path)));
    const fail = () => {
      throw new Error("HarfBuzz stopped: the font or the text was more than it could hold.");
    };
    const { exports } = new WebAssembly.Instance(compiled, {
      wasi_snapshot_preview1: { proc_exit: fail },
      env: {
        _emscripten_runtime_keepalive_clear: () => {},
        _abort_js: fail,
        _setitimer_js: () => 0,
        emscripten_resize_heap: (bytes: number) => this.#grow(bytes >>> 0),
      },
    });
    this.call = exports as unknown as Record<string, Call>;
    this.table = exports.__indirect_function_table as WebAssembly.Table;
    this.#memory = exports.memory as WebAssembly.Memory;
    (exports.__wasm_call_ctors as (() => void) | undefined)?.();
    (exports._initialize as (() => void) | undefined)?.();
  }

  /** Grows to so many bytes; by no factor, for nothing is copied: the engine has reserved the addresses. */
  #grow(bytes: number): number {
    const pages = Math.ceil((bytes - this.#memory.buffer.byteLength) / PAGE);
    try {
      this.#memory.grow(Math.max(pages, LEAST_PAGES));
      return 1;
    } catch {
      return 0;
    }
  }

  get bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  get words(): Int32Array {
    if (this.#words.buffer !== this.#memory.buffer) this.#words = new Int32Array(this.#memory.buffer);
    return this.#words;
  }

  get units(): Uint16Array {
    if (this.#units.buffer !== this.#memory.buffer) this.#units = new Uint16Array(this.#memory.buffer);
    return this.#units;
  }

  /** Copies bytes into the module, whose memory the caller owns; 0 where there is none left. */
  put(data: Uint8Array): number {
    const at = this.call.malloc!(data.length);
    if (at) this.bytes.set(data, at);
    return at;
  }
}

let shaping: HbModule | undefined;

/** The module that shapes, for images and PDFs. */
export const hb = (): HbModule => (shaping ??= new HbModule("harfbuzz.wasm"));

/** A tag of four letters as a number. */
export const tagOf = (tag: string): number =>
  ((tag.charCodeAt(0) << 24) | (tag.charCodeAt(1) << 16) | (tag.charCodeAt(2) << 8) | tag.charCodeAt(3)) >>>
  0;
