// Indexed-colour painting: one byte (a palette index) per pixel; the palette grows while painting. Most
// pictures are text and boxes on one background colour: this takes a quarter of the memory, and no pass that counts colours.
#include "blend.h"
#include "palette.h"

static Palette palette;
/** Colours that were painted opaque, by index: backgrounds, on which text is likely to need every coverage. */
static u8 solid[MOST_COLORS];

// Blend cache: the palette index of the current text colour over each background colour, by coverage.
enum { UNKNOWN = 0xffff };
static u32 ink;
static u8 known[MOST_COLORS];
static u16 inked[MOST_COLORS][256];

static void use_ink(u32 color) {
  ink = color;
  clear(known, sizeof known);
}

EXPORT void indexed_begin(void) {
  palette_clear(&palette);
  clear(solid, sizeof solid);
  use_ink(0);
}

/** Address of the colours by index, and how many there are. */
EXPORT u32 *indexed_colors(void) { return palette.colors; }
EXPORT u32 indexed_count(void) { return palette.count; }

/** Marks the palette indices that occur in the frame, a byte for each. */
EXPORT void indexed_seen(const u8 *frame, u32 count, u8 *seen) {
  clear(seen, MOST_COLORS);
  for (u32 i = 0; i < count;) {
    v128 same = wasm_i8x16_splat(frame[i]);
    seen[frame[i]] = 1;
    for (; i + 16 <= count && wasm_i8x16_all_true(wasm_i8x16_eq(wasm_v128_load(frame + i), same));) i += 16;
    for (u32 end = i + 16 < count ? i + 16 : count; i < end; i++) seen[frame[i]] = 1;
  }
}

static int index_of_solid(u32 color) {
  int index = palette_index(&palette, color);
  if (index >= 0) solid[index] = 1;
  return index;
}

static int inked_index(u32 ground, u32 coverage) {
  u16 *entry = &inked[ground][coverage];
  if (*entry == UNKNOWN) {
    v128 below = wasm_i32x4_splat(palette.colors[ground]);
    int index = palette_index(&palette, wasm_i32x4_extract_lane(cover(coverage, wasm_i32x4_splat(ink), below, ink >> 24 == 255), 0));
    if (index < 0) return -1;
    *entry = index;
  }
  return *entry;
}

/**
 * Prepares the blends of the text colour over a background. Over a solid colour these are all coverages of 4 x 4 samples,
 * used or not: so the palette stays the same with other letters, and strips that were coded with it stay valid.
 */
static int know_ground(u32 ground) {
  known[ground] = 1;
  for (u32 i = 0; i < 256; i++) inked[ground][i] = UNKNOWN;
  if (!solid[ground]) return 0;
  for (u32 coverage = 16; coverage <= 256; coverage += 16) {
    if (coverage < 256 && inked_index(ground, coverage) < 0) return -1;
    if (coverage >= 64 && inked_index(ground, coverage - 1) < 0) return -1;
  }
  return 0;
}

/** Fills a box of the frame; 0 where there are too many colours. */
EXPORT u32 indexed_box(u8 *frame, u32 stride, u32 width, u32 height, u32 color) {
  if (color >> 24 == 255) {
    int index = index_of_solid(color);
    if (index < 0) return 0;
    for (u32 y = 0; y < height; y++) __builtin_memset(frame + y * stride, index, width);
    return 1;
  }
  use_ink(color);
  for (u32 y = 0; y < height; y++, frame += stride)
    for (u32 x = 0; x < width; x++) {
      u32 ground = frame[x];
      if (!known[ground]) {
        known[ground] = 1;
        inked[ground][255] = UNKNOWN;
        int index = inked_index(ground, 255);
        if (index < 0) return 0;
        solid[index] = solid[ground];
      }
      frame[x] = inked[ground][255];
    }
  use_ink(0);
  return 1;
}

/** Paints a colour through a coverage mask; 0 where there are too many colours. Rows may be read past their end. */
EXPORT u32 indexed_mask(u8 *frame, u32 stride, const u8 *mask, u32 mask_stride, u32 width, u32 height, u32 color) {
  static const u8 until[32] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  const v128 nothing = wasm_i8x16_splat(0), all = wasm_i8x16_splat(-1);
  int opaque = color >> 24 == 255, full = 0;
  if (opaque && (full = index_of_solid(color)) < 0) return 0;
  if (color != ink) use_ink(color);
  for (u32 y = 0; y < height; y++, frame += stride, mask += mask_stride) {
    for (u32 x = 0; x < width; x += 16) {
      v128 coverage = wasm_v128_load(mask + x);
      if (x + 16 > width) coverage = wasm_v128_and(coverage, wasm_v128_load(until + 16 - (width - x)));
      if (!wasm_v128_any_true(coverage)) continue;
      u8 *p = frame + x;
      v128 covered = opaque ? wasm_i8x16_eq(coverage, all) : nothing;
      wasm_v128_store(p, wasm_v128_bitselect(wasm_i8x16_splat(full), wasm_v128_load(p), covered));
      u32 partly = wasm_i8x16_bitmask(wasm_i8x16_ne(wasm_v128_andnot(coverage, covered), nothing));
      for (; partly; partly &= partly - 1) {
        u32 k = __builtin_ctz(partly), ground = p[k];
        if (!known[ground] && know_ground(ground) < 0) return 0;
        int index = inked_index(ground, mask[x + k]);
        if (index < 0) return 0;
        p[k] = index;
      }
    }
  }
  return 1;
}

static inline int sixteen_of(const u8 *pixels, u32 color) {
  v128 same = wasm_i32x4_splat(color);
  v128 a = wasm_v128_xor(wasm_v128_load(pixels), same), b = wasm_v128_xor(wasm_v128_load(pixels + 16), same);
  v128 c = wasm_v128_xor(wasm_v128_load(pixels + 32), same), d = wasm_v128_xor(wasm_v128_load(pixels + 48), same);
  return !wasm_v128_any_true(wasm_v128_or(wasm_v128_or(a, b), wasm_v128_or(c, d)));
}

/** Writes the palette indices of RGBA pixels; 0 where there are too many colours, or one is not opaque. */
EXPORT u32 indexed_pixels(u8 *target, const u8 *pixels, u32 count) {
  for (u32 i = 0; i < count;) {
    u32 color = load32(pixels + i * 4);
    int index = palette_index(&palette, color);
    if (index < 0) return 0;
    target[i++] = index;
    for (; i + 16 <= count && sixteen_of(pixels + i * 4, color); i += 16) wasm_v128_store(target + i, wasm_i8x16_splat(index));
    while (i < count && load32(pixels + i * 4) == color) target[i++] = index;
  }
  return 1;
}
