// Palettes: that of a strip while it is painted, and that of the whole picture.
#pragma once

#include "wasm.h"

enum { MOST_COLORS = 256, PALETTE_SLOTS = 1024 };

typedef struct {
  u32 count, colors[MOST_COLORS]; // by index
  u32 keys[PALETTE_SLOTS];
  u16 indices[PALETTE_SLOTS]; // 0: free, else the colour's index and one
} Palette;

static inline void palette_clear(Palette *palette) {
  palette->count = 0;
  clear(palette->indices, sizeof palette->indices);
}

static inline u32 palette_slot(const Palette *palette, u32 color) {
  u32 slot = (color * 0x9e3779b1u) >> 22;
  while (palette->indices[slot] && palette->keys[slot] != color) slot = (slot + 1) & (PALETTE_SLOTS - 1);
  return slot;
}

/** The index of a colour, which gets the next one when it is new; -1 for a 257th colour, or one that is not opaque. */
static inline int palette_index(Palette *palette, u32 color) {
  u32 slot = palette_slot(palette, color);
  if (palette->indices[slot]) return palette->indices[slot] - 1;
  if (palette->count == MOST_COLORS || color >> 24 != 255) return -1;
  palette->keys[slot] = color, palette->colors[palette->count] = color;
  palette->indices[slot] = palette->count + 1;
  return palette->count++;
}
