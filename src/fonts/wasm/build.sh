#!/usr/bin/env bash
# Builds the module and writes it as ../woff2-module.ts. Needs clang and wasm-ld (Debian: clang lld), 14 or newer.
set -euo pipefail
cd "$(dirname "$0")"
out=$(mktemp)
trap 'rm -f "$out"' EXIT
clang --target=wasm32 -O2 -mbulk-memory -nostdlib -ffreestanding -fvisibility=hidden -Wall -Wextra \
  -Wl,--no-entry -Wl,--export-dynamic -Wl,--strip-all -Wl,-z,stack-size=4096 -o "$out" ./*.c
{
  echo "// Made by wasm/build.sh from glyphs.c; do not edit."
  echo "export const MODULE ="
  echo "  \"$(base64 -w0 "$out")\";"
} >../woff2-module.ts
wc -c <"$out"
