#!/usr/bin/env bash
# Compiles each folder of C into the WebAssembly module beside it, module.ts: `npm run wasm`, after a change to the C.
# `npm run wasm -- --check` writes nothing: it compiles again and fails where the committed module is another one.
# Needs clang and wasm-ld (Debian: clang lld), 14 or newer. The same version gives the same bytes on every machine.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")"
check=""
if [ "${1:-}" = --check ]; then check=1; fi
compiler=$(clang --version | head -n 1)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

module() {
  clang --target=wasm32 -mbulk-memory -nostdlib -ffreestanding -fvisibility=hidden -Wall -Wextra \
    -Wl,--no-entry -Wl,--export-dynamic -Wl,--strip-all "${@:2}" -o "$out/module.wasm" "$1"/*.c
  # test/wasm.test.ts holds the sources to this digest, without a compiler.
  local sources
  sources=$(cd "$1" && find . -name '*.[ch]' | sort | xargs sha256sum | sha256sum | cut -d ' ' -f 1)
  {
    echo "// Made by src/wasm.sh from the C beside it; do not edit."
    echo "// Compiler: $compiler"
    echo "// Sources: $sources"
    echo "export const MODULE ="
    echo "  \"$(base64 -w0 "$out/module.wasm")\";"
  } >"$out/module.ts"
  if [ ! "$check" ]; then
    cp "$out/module.ts" "$1/module.ts"
    echo "$1: $(wc -c <"$out/module.wasm") bytes"
  elif cmp -s "$out/module.ts" "$1/module.ts"; then
    echo "$1/module.ts is made of the C beside it."
  elif ! grep -qF "// Compiler: $compiler" "$1/module.ts"; then
    echo "$1/module.ts cannot be compared: it was made by another compiler than this $compiler:"
    sed -n 2p "$1/module.ts"
  else
    echo "$1/module.ts is not made of the C beside it: run \`npm run wasm\` and commit what it writes." >&2
    exit 1
  fi
}

# SIMD: pixels are processed 16 bytes at a time. The stack holds the local arrays of functions.
module images/wasm -O3 -msimd128 -Wl,-z,stack-size=65536
module fonts/wasm -O2 -Wl,-z,stack-size=4096
