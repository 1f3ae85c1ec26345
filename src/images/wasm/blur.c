// Blurred coverage, with the sums of resvg's feGaussianBlur: five box blurs that come near to a Gaussian,
// or recursive filters where its deviation is small.
#include "wasm.h"

enum { BOXES = 5, STEPS = 4 };

/** Turns 16 rows of 16 bytes into columns. */
static void transpose(v128 *rows) {
  v128 half[16];
  for (int round = 0; round < 4; round++) { // each deals the rows out like two halves of a pack of cards
    for (int i = 0; i < 8; i++) {
      half[2 * i] = wasm_i8x16_shuffle(rows[i], rows[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      half[2 * i + 1] = wasm_i8x16_shuffle(rows[i], rows[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    }
    copy(rows, half, sizeof half);
  }
}

/** Sums of 16 columns. */
typedef struct { v128 part[4]; } Sums;

static inline Sums widen(const u8 *row) {
  v128 v = wasm_v128_load(row), low = wasm_u16x8_extend_low_u8x16(v), high = wasm_u16x8_extend_high_u8x16(v);
  return (Sums){{wasm_u32x4_extend_low_u16x8(low), wasm_u32x4_extend_high_u16x8(low),
                 wasm_u32x4_extend_low_u16x8(high), wasm_u32x4_extend_high_u16x8(high)}};
}

static inline void add(Sums *sums, const u8 *row) {
  Sums more = widen(row);
  for (int i = 0; i < 4; i++) sums->part[i] = wasm_i32x4_add(sums->part[i], more.part[i]);
}

static inline void subtract(Sums *sums, const u8 *row) {
  Sums less = widen(row);
  for (int i = 0; i < 4; i++) sums->part[i] = wasm_i32x4_sub(sums->part[i], less.part[i]);
}

static inline v128 times(const Sums *sums, v128 share) {
  v128 part[4];
  for (int i = 0; i < 4; i++)
    part[i] = wasm_i32x4_trunc_sat_f32x4(
        wasm_f32x4_nearest(wasm_f32x4_mul(wasm_f32x4_convert_i32x4(sums->part[i]), share)));
  return wasm_u8x16_narrow_i16x8(wasm_u16x8_narrow_i32x4(part[0], part[1]), wasm_u16x8_narrow_i32x4(part[2], part[3]));
}

/** Blurs every column by a box of `2 * radius + 1`; what it writes has columns for rows. Reads rows past their end. */
static void blur_columns(const u8 *from, u8 *to, u32 width, u32 height, u32 radius) {
  v128 share = wasm_f32x4_splat(1.0f / (float)(2 * radius + 1)), block[16];
  for (u32 x = 0; x < width; x += 16) {
    u32 columns = width - x < 16 ? width - x : 16;
    const u8 *source = from + x;
    Sums sums = {0};
    for (u32 y = 0; y < radius && y < height; y++) add(&sums, source + y * width);
    for (u32 y = 0; y < height; y++) {
      if (y + radius < height) add(&sums, source + (y + radius) * width);
      if (y > radius) subtract(&sums, source + (y - radius - 1) * width);
      block[y & 15] = times(&sums, share);
      if ((y & 15) != 15 && y + 1 < height) continue;
      transpose(block);
      u8 *target = to + x * height + (y & ~15u);
      for (u32 i = 0; i < columns; i++, target += height) {
        if ((y & 15) == 15) wasm_v128_store(target, block[i]);
        else copy(target, &block[i], (y & 15) + 1);
      }
    }
  }
}

/** The widths of the boxes: odd, with variances that add up to the Gaussian's. */
static void box_radii(float deviation, u32 *radii) {
  float variance = 12 * deviation * deviation;
  int low = (int)__builtin_floorf(__builtin_sqrtf(variance / BOXES) + 1);
  if (low % 2 == 0) low--;
  float narrow = (variance - BOXES * low * low - 4 * BOXES * low - 3 * BOXES) / (float)(-4 * low - 4);
  for (int i = 0; i < BOXES; i++) radii[i] = (u32)(low + (i < (int)(narrow + 0.5f) ? 0 : 2) - 1) / 2;
}

static void recur(double *a, const double *b, u32 n, double share) {
  for (u32 i = 0; i < n; i++) a[i] += share * b[i];
}

/** Filters rows forwards and backwards; four rows side by side, since each value depends on the one before it. */
static void recur_across(double *rows, u32 width, u32 count, double share) {
  for (int step = 0; step < STEPS; step++) {
    for (u32 x = 1; x < width; x++)
      for (u32 i = 0; i < count; i++) rows[i * width + x] += share * rows[i * width + x - 1];
    for (u32 x = width - 1; x > 0; x--)
      for (u32 i = 0; i < count; i++) rows[i * width + x - 1] += share * rows[i * width + x];
  }
}

static void blur_recursively(u8 *mask, double *values, u32 width, u32 height, double deviation) {
  double lambda = deviation * deviation / (2 * STEPS);
  double share = (1 + 2 * lambda - __builtin_sqrt(1 + 4 * lambda)) / (2 * lambda), scale = 1;
  for (int i = 0; i < 2 * STEPS; i++) scale *= share / lambda;
  u32 size = width * height;
  for (u32 i = 0; i < size; i++) values[i] = mask[i] / 255.0;
  for (u32 y = 0; y < height; y += 4)
    recur_across(values + y * width, width, height - y < 4 ? height - y : 4, share);
  for (int step = 0; step < STEPS; step++) {
    for (u32 y = 1; y < height; y++) recur(values + y * width, values + (y - 1) * width, width, share);
    for (u32 y = height - 1; y > 0; y--) recur(values + (y - 1) * width, values + y * width, width, share);
  }
  for (u32 i = 0; i < size; i++) mask[i] = (u8)(values[i] * scale * 255);
}

/**
 * Blurs a mask without gaps between its rows. `work` has room for a number of 8 bytes for each pixel, and
 * both for 16 bytes more.
 */
EXPORT void blur_mask(u8 *mask, void *work, u32 width, u32 height, double deviation) {
  if (!width || !height) return;
  if (deviation < 2) return blur_recursively(mask, work, width, height, deviation);
  u32 radii[BOXES];
  box_radii((float)deviation, radii);
  for (int i = 0; i < BOXES; i++) {
    blur_columns(mask, work, width, height, radii[i]);
    blur_columns(work, mask, height, width, radii[i]);
  }
}

/** Maps premultiplied colours by a table. Transparent pixels, and ones equal to the pixel before, are fast. */
EXPORT void map_colors(u8 *pixels, u32 count, const u8 *table) {
  u32 before = 0, after = 0;
  for (u32 i = 0; i < count; i++, pixels += 4) {
    u32 pixel = load32(pixels);
    if (!(pixel & 0xffffff)) continue;
    if (pixel != before) {
      before = pixel;
      float alpha = (float)(pixel >> 24) / 255;
      after = pixel & 0xff000000;
      for (int k = 0; k < 24; k += 8) {
        float plain = (float)(pixel >> k & 255) / alpha + 0.5f;
        after |= (u32)((float)table[plain > 255 ? 255 : (int)plain] * alpha + 0.5f) << k;
      }
    }
    store32(pixels, after);
  }
}
