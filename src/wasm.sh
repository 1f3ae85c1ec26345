#!/usr/bin/env bash
# Compiles each folder of C into the WebAssembly module beside it, module.ts: `npm run wasm`, after a change to the C.
# Needs clang and wasm-ld (Debian: clang lld), 14 or newer.
set -euo pipefail
cd "$(dirname "$0")"
out=$(mktemp)
trap 'rm -f "$out"' EXIT

module() {
  clang --target=wasm32 -mbulk-memory -nostdlib -ffreestanding -fvisibility=hidden -Wall -Wextra \
    -Wl,--no-entry -Wl,--export-dynamic -Wl,--strip-all "${@:2}" -o "$out" "$1"/*.c
  {
    echo "// Made by src/wasm.sh from the C beside it; do not edit."
    echo "export const MODULE ="
    echo "  \"$(base64 -w0 "$out")\";"
  } >"$1/module.ts"
  echo "$1: $(wc -c <"$out") bytes"
}

# Pixels are many at a time; SIMD pays. Stacks hold what a function's local arrays need.
module images/wasm -O3 -msimd128 -Wl,-z,stack-size=65536
module fonts/wasm -O2 -Wl,-z,stack-size=4096
