// Packages of whose inside we rely on more than they promise: each at exactly one version, and what breaks first with another.
// To take a newer one: change package.json, run this file, then the tests that its entry names.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { FastResponse } from "srvx";
import { NodeRequest } from "srvx/node";
import { describe, expect, it } from "vitest";

const require = createRequire(import.meta.url);
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: Record<string, string> };

const PINS: Record<string, { why: string; holds: () => void }> = {
  // Layouts in our own engine equal satori's: its float encoding of styles, its quirks (test/images/retained).
  satori: {
    why: "src/images/retained reads the arguments of its layout.wasm and restates its layout",
    holds() {
      const exports = wasmExports("satori/layout.wasm");
      expect(exports).toEqual(expect.arrayContaining(["memory"]));
      expect(exports.length).toBeGreaterThan(3);
      // src/require.ts puts a copy in the place of an array that satori would turn round in its cache.
      const source = readFileSync(require.resolve("satori"), "utf8");
      expect(source.match(/\.trim\(\),"grapheme",\w+\);\w+\|\|\w+\.reverse\(\)/g)).toHaveLength(1);
    },
  },
  // The module is instantiated by hand, with the imports that Emscripten gave it (test/pdf, test/fonts).
  harfbuzzjs: {
    why: "src/fonts/shaping/harfbuzz-module.ts gives its module imports of its own and calls its exports by pointers",
    holds() {
      const file = readFileSync(require.resolve("harfbuzzjs/dist/harfbuzz.wasm"));
      const imports = WebAssembly.Module.imports(new WebAssembly.Module(file)).map(({ name }) => name);
      expect(imports.toSorted()).toEqual([
        "_abort_js",
        "_emscripten_runtime_keepalive_clear",
        "_setitimer_js",
        "emscripten_resize_heap",
        "proc_exit",
      ]);
      for (const name of [
        "hb_shape",
        "hb_blob_create",
        "hb_face_create",
        "hb_font_draw_glyph",
        "malloc",
        "free",
      ])
        expect(WebAssembly.Module.exports(new WebAssembly.Module(file)).map((one) => one.name)).toContain(
          name,
        );
    },
  },
  // A request's URL in parts, and answers taken apart without a stream (test/http/ready-response.test.ts, test/serve).
  srvx: {
    why: "src/http and src/port read `_url` and `_request` of its requests and `_toNodeResponse()` of its responses",
    holds() {
      const request = Object.getOwnPropertyNames(NodeRequest.prototype);
      expect(request).toEqual(expect.arrayContaining(["_url", "_request", "headers", "ip"]));
      const response = new FastResponse("x", { headers: { "x-a": "1" } }) as Response & {
        _toNodeResponse(): { status: number; headers: string[]; body: unknown };
      };
      expect(response._toNodeResponse()).toMatchObject({ status: 200, body: "x" });
    },
  },
  // Drawings by pdfkit's own methods are taken into our pages (test/pdf).
  pdfkit: {
    why: "src/pdf/document/pdfkit.ts replaces its `_root`, `_ctm` and `_security`",
    holds() {
      const Document = require("pdfkit") as new (options: object) => Record<string, unknown>;
      const document = new Document({ autoFirstPage: true });
      expect(document._root).toMatchObject({ data: { Type: "Catalog" } });
      expect(document._ctm).toHaveLength(6);
    },
  },
  // The pixels that our own painting equals, and the conditions at which it panics (test/images).
  "@resvg/resvg-js": {
    why: "src/images/retained equals its pixels, and what makes it panic is kept from it",
    holds() {
      const { Resvg } = require("@resvg/resvg-js") as typeof import("@resvg/resvg-js");
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"><rect width="1" height="1" fill="#f00"/></svg>`;
      expect([...new Resvg(svg).render().pixels]).toEqual([255, 0, 0, 255, 0, 0, 0, 0]);
    },
  },
  // Strangers' layers are drawn in it (test/images/resvg/sandbox.test.ts).
  "@resvg/resvg-wasm": {
    why: "its pixels equal those of @resvg/resvg-js of the same version, and it takes a new instance when it is loaded anew",
    holds() {
      expect(manifest.dependencies["@resvg/resvg-wasm"]).toBe(manifest.dependencies["@resvg/resvg-js"]);
    },
  },
};

function wasmExports(specifier: string): string[] {
  const file = readFileSync(require.resolve(specifier));
  return WebAssembly.Module.exports(new WebAssembly.Module(file)).map(({ name }) => name);
}

describe.each(Object.entries(PINS))("%s is pinned", (name, { why, holds }) => {
  it(`to one version, since ${why}`, () => {
    const installed = (
      JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string }
    ).version;
    expect(manifest.dependencies[name]).toBe(installed);
    holds();
  });
});
