// Shared by the files of the module: types, memory, a few lane helpers.
#pragma once

#include <wasm_simd128.h>

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef v128_t v128;

#define EXPORT __attribute__((visibility("default")))
#define copy(target, source, n) __builtin_memcpy(target, source, n)
#define clear(target, n) __builtin_memset(target, 0, n)

static inline u32 load32(const void *p) { u32 v; copy(&v, p, 4); return v; }
static inline u64 load64(const void *p) { u64 v; copy(&v, p, 8); return v; }
static inline void store32(void *p, u32 v) { copy(p, &v, 4); }
static inline void store64(void *p, u64 v) { copy(p, &v, 8); }
static inline void store32_big(u8 *p, u32 v) { store32(p, __builtin_bswap32(v)); }
static inline u32 lanes_sum(v128 v) {
  return wasm_i32x4_extract_lane(v, 0) + wasm_i32x4_extract_lane(v, 1) + wasm_i32x4_extract_lane(v, 2) +
         wasm_i32x4_extract_lane(v, 3);
}

/** Memory that is never given back; 16-byte aligned. Traps when the host has no more. */
void *alloc(u32 bytes);

/**
 * Raw deflate of `n` bytes, ended at a byte boundary without a final block, so pieces can follow.
 * `unit` is the step of the matcher (a pixel, or 1), `row` the bytes of a row, or 0 where rows are filtered and do not repeat.
 */
u32 deflate(const u8 *source, u32 n, u32 unit, u32 row, u8 *out);

/** Maps palette indices of a strip to those of the picture, by the last `colors_map`. */
void pack_indices(const u8 *source, u8 *target, u32 pixels);
