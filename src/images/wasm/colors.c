// The colours of a picture: where they are few, it is coded with a palette.
#include "palette.h"

static Palette palette;
static u8 map[MOST_COLORS];

EXPORT void colors_begin(void) { palette_clear(&palette); }

/** Adds colours; returns how many there are by now, or 0 for too many. */
EXPORT u32 colors_add(const u32 *colors, u32 count) {
  for (u32 i = 0; i < count; i++)
    if (palette_index(&palette, colors[i]) < 0) return 0;
  return palette.count;
}

/** Address of the colours, which are sorted: so palette indices do not depend on the order in which colours were found. */
EXPORT u32 *colors_sort(void) {
  u32 *colors = palette.colors;
  for (u32 i = 1; i < palette.count; i++) { // at most 256, and mostly sorted when they come from a list
    u32 color = colors[i], k = i;
    for (; k && colors[k - 1] > color; k--) colors[k] = colors[k - 1];
    colors[k] = color;
  }
  for (u32 i = 0; i < palette.count; i++) palette.indices[palette_slot(&palette, colors[i])] = i + 1;
  return colors;
}

/** Sets the list of colours that palette indices of strips refer to from now on. */
EXPORT void colors_map(const u32 *colors, u32 count) {
  for (u32 i = 0; i < count; i++) map[i] = palette.indices[palette_slot(&palette, colors[i])] - 1;
}

void pack_indices(const u8 *source, u8 *target, u32 pixels) {
  u32 i = 0;
  while (i < pixels) {
    u32 index = source[i];
    v128 same = wasm_i8x16_splat(index), mapped = wasm_i8x16_splat(map[index]);
    for (; i + 16 <= pixels && wasm_i8x16_all_true(wasm_i8x16_eq(wasm_v128_load(source + i), same)); i += 16)
      wasm_v128_store(target + i, mapped);
    for (u32 end = i + 16 < pixels ? i + 16 : pixels; i < end; i++) target[i] = map[source[i]];
  }
}
