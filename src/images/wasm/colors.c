// The distinct colours of a picture: where there are few, it is coded with a palette.
#include "wasm.h"

enum { MOST = 256, SLOTS = 1024 };

static u32 colors[MOST], color_count;
static u32 keys[SLOTS];
static u16 places[SLOTS]; // 0: free, else the colour's place and one

static inline u32 slot_of(u32 color) {
  u32 slot = (color * 0x9e3779b1u) >> 22;
  while (places[slot] && keys[slot] != color) slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

static inline int sixteen_of(const u8 *pixels, u32 color) {
  v128 same = wasm_i32x4_splat(color);
  v128 a = wasm_v128_xor(wasm_v128_load(pixels), same), b = wasm_v128_xor(wasm_v128_load(pixels + 16), same);
  v128 c = wasm_v128_xor(wasm_v128_load(pixels + 32), same), d = wasm_v128_xor(wasm_v128_load(pixels + 48), same);
  return !wasm_v128_any_true(wasm_v128_or(wasm_v128_or(a, b), wasm_v128_or(c, d)));
}

EXPORT void colors_begin(void) {
  color_count = 0;
  clear(places, sizeof places);
}

/** Adds the colours of pixels; returns how many there are by now, or 0 for too many or one that is not opaque. */
EXPORT u32 colors_add(const u8 *pixels, u32 count) {
  u32 last = ~load32(pixels);
  for (u32 i = 0; i < count;) {
    u32 color = load32(pixels + i * 4);
    if (color == last) {
      for (i++; i + 16 <= count && sixteen_of(pixels + i * 4, last);) i += 16;
      while (i < count && load32(pixels + i * 4) == last) i++;
      continue;
    }
    last = color;
    i++;
    u32 slot = slot_of(color);
    if (places[slot]) continue;
    if (color_count == MOST || color >> 24 != 255) return 0;
    keys[slot] = color, colors[color_count++] = color, places[slot] = color_count;
  }
  return color_count;
}

/** Address of the colours so far, as they were found. */
EXPORT u32 *colors_found(void) { return colors; }

/** Address of the colours so far, sorted: their order does not depend on where they were found. */
EXPORT u32 *colors_sorted(void) {
  for (u32 i = 1; i < color_count; i++) { // at most 256, and mostly sorted when they come from a list
    u32 color = colors[i], k = i;
    for (; k && colors[k - 1] > color; k--) colors[k] = colors[k - 1];
    colors[k] = color;
  }
  for (u32 i = 0; i < color_count; i++) places[slot_of(colors[i])] = i + 1;
  return colors;
}

void pack_indices(const u8 *source, u8 *target, u32 pixels) {
  for (u32 i = 0; i < pixels;) {
    u32 color = load32(source + i * 4), place = places[slot_of(color)] - 1;
    target[i++] = place;
    for (; i + 16 <= pixels && sixteen_of(source + i * 4, color); i += 16) wasm_v128_store(target + i, wasm_i8x16_splat(place));
    while (i < pixels && load32(source + i * 4) == color) target[i++] = place;
  }
}
