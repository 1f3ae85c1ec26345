// Painting onto the frame: RGBA, premultiplied.
#include "blend.h"

static inline v128 div255_nearest(v128 v) {
  v = wasm_i16x8_add(v, wasm_i16x8_splat(128));
  return wasm_u16x8_shr(wasm_i16x8_add(v, wasm_u16x8_shr(v, 8)), 8);
}

/** Source-over, rounded to the nearest, as resvg composites layers (in floats, tiny-skia's `pipeline/highp.rs`). */
static inline v128 over_nearest(v128 s, v128 d) {
  v128 inverse = wasm_v128_not(wasm_i8x16_shuffle(s, s, 3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15));
  v128 low = wasm_u16x8_extmul_low_u8x16(d, inverse), high = wasm_u16x8_extmul_high_u8x16(d, inverse);
  return wasm_u8x16_add_sat(s, wasm_u8x16_narrow_i16x8(div255_nearest(low), div255_nearest(high)));
}

/** Fills a box of the frame with one premultiplied colour. */
EXPORT void fill_box(u8 *frame, u32 stride, u32 width, u32 height, u32 color) {
  v128 four = wasm_i32x4_splat(color);
  int opaque = color >> 24 == 255;
  for (u32 y = 0; y < height; y++, frame += stride) {
    u32 x = 0;
    for (; x + 4 <= width; x += 4)
      wasm_v128_store(frame + x * 4, opaque ? four : over(four, wasm_v128_load(frame + x * 4)));
    for (; x < width; x++) {
      v128 d = wasm_i32x4_splat(load32(frame + x * 4));
      store32(frame + x * 4, opaque ? color : (u32)wasm_i32x4_extract_lane(over(four, d), 0));
    }
  }
}

/** Paints one premultiplied colour through a coverage mask. */
EXPORT void fill_mask(u8 *frame, u32 stride, const u8 *mask, u32 mask_stride, u32 width, u32 height, u32 color) {
  v128 four = wasm_i32x4_splat(color);
  int opaque = color >> 24 == 255;
  for (u32 y = 0; y < height; y++, frame += stride, mask += mask_stride) {
    for (u32 x = 0; x < width;) {
      if (x + 16 <= width && !wasm_v128_any_true(wasm_v128_load(mask + x))) {
        x += 16;
        continue;
      }
      u8 *p = frame + x * 4;
      if (x + 4 <= width) {
        u32 coverage = load32(mask + x);
        if (coverage == 0xffffffff && opaque) wasm_v128_store(p, four);
        else if (coverage) wasm_v128_store(p, cover(coverage, four, wasm_v128_load(p), opaque));
        x += 4;
      } else {
        if (mask[x]) store32(p, wasm_i32x4_extract_lane(cover(mask[x], four, wasm_i32x4_splat(load32(p)), opaque), 0));
        x++;
      }
    }
  }
}

/** Lays a premultiplied tile over the frame, faded by `opacity` (0..255). */
EXPORT void lay_tile(u8 *frame, u32 stride, const u8 *tile, u32 tile_stride, u32 width, u32 height, u32 opacity) {
  v128 fade = wasm_i16x8_splat(opacity);
  for (u32 y = 0; y < height; y++, frame += stride, tile += tile_stride) {
    for (u32 x = 0; x < width; x += 4) {
      v128 s = wasm_v128_load(tile + x * 4); // rows of tiles and frames may be read past their end
      if (!wasm_v128_any_true(s)) continue;
      if (opacity != 255)
        s = wasm_u8x16_narrow_i16x8(div255(wasm_i16x8_mul(wasm_u16x8_extend_low_u8x16(s), fade)),
                                    div255(wasm_i16x8_mul(wasm_u16x8_extend_high_u8x16(s), fade)));
      v128 below = wasm_v128_load(frame + x * 4), d = opacity == 255 ? over_nearest(s, below) : over(s, below);
      if (x + 4 <= width) {
        wasm_v128_store(frame + x * 4, d);
      } else {
        for (u32 k = 0; x + k < width; k++, d = wasm_i8x16_shuffle(d, d, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3))
          store32(frame + (x + k) * 4, wasm_i32x4_extract_lane(d, 0));
      }
    }
  }
}

/** Paints a colour through a mask with the rounding of tiles, as the result of a filter is composited. May read past the mask. */
EXPORT void lay_shadow(u8 *frame, u32 stride, const u8 *mask, u32 mask_stride, u32 width, u32 height, u32 color) {
  v128 four = wasm_i32x4_splat(color);
  for (u32 y = 0; y < height; y++, frame += stride, mask += mask_stride) {
    for (u32 x = 0; x < width; x += 4) {
      u32 coverage = load32(mask + x);
      if (x + 4 > width) coverage &= 0xffffffffu >> (8 * (x + 4 - width));
      if (!coverage) continue;
      v128 c = wasm_i32x4_splat(coverage);
      c = wasm_i8x16_shuffle(c, c, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
      v128 low = wasm_u16x8_extmul_low_u8x16(four, c), high = wasm_u16x8_extmul_high_u8x16(four, c);
      v128 s = wasm_u8x16_narrow_i16x8(div255_nearest(low), div255_nearest(high));
      u8 *p = frame + x * 4; // pixels past the end stay as they are: nothing covers them
      wasm_v128_store(p, over_nearest(s, wasm_v128_load(p)));
    }
  }
}

static int box[4];

/** Address of the box (left, top, right, bottom) of the pixels that are not transparent. */
EXPORT int *visible_box(const u8 *pixels, u32 width, u32 height) {
  int left = width, right = 0, top = -1, bottom = 0;
  for (u32 y = 0; y < height; y++, pixels += width * 4) {
    u32 from = 0, to = width;
    while (from < width && !load32(pixels + from * 4)) from++;
    if (from == width) continue;
    while (!load32(pixels + (to - 1) * 4)) to--;
    if (top < 0) top = y;
    bottom = y + 1;
    if ((int)from < left) left = from;
    if ((int)to > right) right = to;
  }
  if (top < 0) left = right = top = bottom = 0;
  box[0] = left, box[1] = top, box[2] = right, box[3] = bottom;
  return box;
}

/** True when every pixel is opaque. */
EXPORT u32 is_opaque(const u8 *pixels, u32 count) {
  v128 all = wasm_i32x4_splat(-1);
  u32 i = 0;
  for (; i + 4 <= count; i += 4) all = wasm_v128_and(all, wasm_v128_load(pixels + i * 4));
  u32 rest = 0xffffffff;
  for (; i < count; i++) rest &= load32(pixels + i * 4);
  return rest >> 24 == 255 &&
         wasm_i8x16_all_true(wasm_i8x16_eq(wasm_v128_or(all, wasm_i32x4_splat(0xffffff)), wasm_i32x4_splat(-1)));
}
