// One colour over another: premultiplied RGBA, with the rounding of tiny-skia's 8-bit pipeline.
#pragma once

#include "wasm.h"

static inline v128 div255(v128 v) {
  return wasm_u16x8_shr(wasm_i16x8_add(v, wasm_i16x8_splat(255)), 8);
}

/** Four pixels over four: s + d * (255 - alpha of s) / 255. */
static inline v128 over(v128 s, v128 d) {
  v128 inverse = wasm_v128_not(wasm_i8x16_shuffle(s, s, 3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15));
  v128 low = div255(wasm_u16x8_extmul_low_u8x16(d, inverse)), high = div255(wasm_u16x8_extmul_high_u8x16(d, inverse));
  return wasm_u8x16_add_sat(s, wasm_u8x16_narrow_i16x8(low, high));
}

/** Four pixels of one colour, by the coverage of each, over four. */
static inline v128 cover(u32 coverage, v128 color, v128 d, int opaque) {
  v128 c = wasm_i32x4_splat(coverage);
  c = wasm_i8x16_shuffle(c, c, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
  v128 low = wasm_u16x8_extmul_low_u8x16(color, c), high = wasm_u16x8_extmul_high_u8x16(color, c);
  if (!opaque) return over(wasm_u8x16_narrow_i16x8(div255(low), div255(high)), d);
  v128 rest = wasm_v128_not(c);
  low = wasm_i16x8_add(low, wasm_u16x8_extmul_low_u8x16(d, rest));
  high = wasm_i16x8_add(high, wasm_u16x8_extmul_high_u8x16(d, rest));
  return wasm_u8x16_narrow_i16x8(div255(low), div255(high));
}
