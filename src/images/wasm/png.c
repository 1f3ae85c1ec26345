// One strip of rows -> one IDAT chunk: pack, filter, match, Huffman-code.
// Strips share nothing (no filter or match reaches into another strip), so an unchanged strip's
// bytes can be kept and only the changed ones coded again. Pure functions of the pixels: the same
// strip gives the same bytes in any process.
#include "wasm.h"

enum { FILTER_NONE, FILTER_SUB, FILTER_UP, FILTER_AVERAGE, FILTER_PAETH };

static u32 crc_table[8][256];

static void make_crc_table(void) {
  for (u32 n = 0; n < 256; n++) {
    u32 c = n;
    for (int k = 0; k < 8; k++) c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
    crc_table[0][n] = c;
  }
  for (u32 n = 0; n < 256; n++)
    for (int t = 1; t < 8; t++)
      crc_table[t][n] = (crc_table[t - 1][n] >> 8) ^ crc_table[0][crc_table[t - 1][n] & 255];
}

EXPORT u32 crc32(const u8 *p, u32 n) {
  if (!crc_table[0][1]) make_crc_table();
  u32 c = ~0u;
  for (; n >= 8; n -= 8, p += 8) {
    u32 a = load32(p) ^ c, b = load32(p + 4);
    c = crc_table[7][a & 255] ^ crc_table[6][(a >> 8) & 255] ^ crc_table[5][(a >> 16) & 255] ^
        crc_table[4][a >> 24] ^ crc_table[3][b & 255] ^ crc_table[2][(b >> 8) & 255] ^
        crc_table[1][(b >> 16) & 255] ^ crc_table[0][b >> 24];
  }
  for (; n; n--) c = (c >> 8) ^ crc_table[0][(c ^ *p++) & 255];
  return ~c;
}

static u32 adler32(const u8 *p, u32 n) {
  const v128 ones_to_16 = wasm_u8x16_const(16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
  u32 a = 1, b = 0;
  while (n) {
    u32 block = n < 5552 ? n : 5552; // the most bytes whose sums cannot overflow 32 bits
    n -= block;
    u32 wide = block & ~15u;
    b += a * wide;
    v128 sum = wasm_i32x4_splat(0), before = sum, weighted = sum;
    for (u32 i = 0; i < wide; i += 16, p += 16) {
      v128 v = wasm_v128_load(p);
      before = wasm_i32x4_add(before, sum);
      sum = wasm_i32x4_add(sum, wasm_u32x4_extadd_pairwise_u16x8(wasm_u16x8_extadd_pairwise_u8x16(v)));
      v128 low = wasm_u16x8_extmul_low_u8x16(v, ones_to_16), high = wasm_u16x8_extmul_high_u8x16(v, ones_to_16);
      weighted = wasm_i32x4_add(weighted, wasm_u32x4_extadd_pairwise_u16x8(wasm_i16x8_add(low, high)));
    }
    a += lanes_sum(sum);
    b += lanes_sum(weighted) + 16 * lanes_sum(before);
    for (u32 i = wide; i < block; i++) b += a += *p++;
    a %= 65521, b %= 65521;
  }
  return b << 16 | a;
}

// --- pack: RGBA rows -> tight rows of 3 or 4 channels --------------------------------------------

/** False, and no more done, at the first pixel that is not opaque. */
static int pack_rgb(const u8 *source, u8 *target, u32 pixels) {
  u32 i = 0;
  v128 all = wasm_i32x4_splat(-1);
  // Each store writes 16 bytes of which 12 count; the buffer has room for the last one's rest.
  for (; i + 4 <= pixels; i += 4, source += 16, target += 12) {
    v128 v = wasm_v128_load(source);
    all = wasm_v128_and(all, v);
    wasm_v128_store(target, wasm_i8x16_shuffle(v, v, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15));
  }
  for (; i < pixels; i++, source += 4, target += 3) {
    if (source[3] != 255) return 0;
    target[0] = source[0], target[1] = source[1], target[2] = source[2];
  }
  return wasm_i8x16_all_true(wasm_i8x16_eq(wasm_v128_or(all, wasm_i32x4_splat(0xffffff)), wasm_i32x4_splat(-1)));
}

// The rounding is resvg's own (double division, then half up), so that its pixels stay equal.
static void pack_straight(const u8 *source, u8 *target, u32 pixels) {
  for (u32 i = 0; i < pixels; i++, source += 4, target += 4) {
    u8 alpha = source[3];
    if (alpha == 255) {
      store32(target, load32(source));
    } else if (i && load32(source) == load32(source - 4)) {
      store32(target, load32(target - 4));
    } else if (!alpha) {
      store32(target, 0);
    } else {
      double a = alpha / 255.0;
      for (int k = 0; k < 3; k++) {
        double c = source[k] / a + 0.5;
        target[k] = c > 255 ? 255 : (u8)c;
      }
      target[3] = alpha;
    }
  }
}

// --- filter ---------------------------------------------------------------------------------------

static u8 paeth(int a, int b, int c) {
  int p = b - c, q = a - c, pa = p < 0 ? -p : p, pb = q < 0 ? -q : q, pc = p + q < 0 ? -(p + q) : p + q;
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** Estimated cost of a residue after Huffman coding, in eighths of a bit: about twice its binary digits. */
static inline u32 residue_cost(u8 residue) {
  u32 size = residue < 128 ? residue : 256 - residue;
  return size ? 16 + 10 * (32 - __builtin_clz(size)) : 3;
}

static void filter_row(int filter, const u8 *row, const u8 *up, u8 *out, u32 n, u32 bpp) {
  u32 i = 0;
  if (filter == FILTER_SUB) {
    for (; i < bpp; i++) out[i] = row[i];
    for (; i < n; i++) out[i] = row[i] - row[i - bpp];
  } else if (filter == FILTER_UP) {
    for (; i < n; i++) out[i] = row[i] - up[i];
  } else {
    for (; i < bpp; i++) out[i] = row[i] - up[i];
    for (; i < n; i++) out[i] = row[i] - paeth(row[i - bpp], up[i], up[i - bpp]);
  }
}

/** Bytes of the strip that equal the byte above or the one a pixel before. */
static u32 count_matched(const u8 *raw, u32 n, u32 rows, u32 bpp) {
  u32 matched = 0;
  for (u32 y = 1; y < rows; y += 2) {
    const u8 *row = raw + y * (n + 1), *up = row - (n + 1);
    for (u32 i = 0; i + 16 <= n; i += 16) {
      v128 v = wasm_v128_load(row + i);
      v128 same = wasm_v128_or(wasm_i8x16_eq(v, wasm_v128_load(up + i)), wasm_i8x16_eq(v, wasm_v128_load(row + i - bpp)));
      matched += __builtin_popcount(wasm_i8x16_bitmask(same));
    }
  }
  return matched;
}

/**
 * One filter for the strip. Repetitive content is left unfiltered, for the matcher (residues would hide a repetition);
 * otherwise a sample decides, with costs fitted on gradients and photographs.
 */
static int choose_filter(const u8 *raw, u32 n, u32 rows, u32 bpp) {
  if (rows < 2 || n < 64 || count_matched(raw, n, rows, bpp) >= (rows / 2) * n / 8 * 7) return FILTER_NONE;
  static u16 seen[1024];
  u32 none = 0, up_cost = 0, paeth_cost = 0;
  for (u32 y = rows / 4; y + 1 < rows; y += rows / 2) {
    clear(seen, sizeof seen);
    for (u32 part = 0; part < 2; part++) { // the first row of a pair only fills `seen`
      const u8 *row = raw + (y + part) * (n + 1), *up = row - (y + part ? n + 1 : 0);
      for (u32 i = bpp; i + bpp + 4 <= n; i += bpp) { // of two pixels; four bytes are read of each
        if (i / bpp & 128) continue; // every second stretch of 128 pixels
        u32 key = (load32(row + i) ^ load32(row + i + bpp) * 31) * 0x9e3779b1u;
        u16 *entry = &seen[key >> 22], known = *entry == (u16)(key >> 4);
        *entry = key >> 4;
        if (!part) continue;
        u32 u = 0, p = 0, same_left = 1;
        for (u32 k = 0; k < bpp; k++) {
          u8 v = row[i + k], above = up[i + k], left = row[i + k - bpp];
          same_left &= v == left;
          u += residue_cost((u8)(v - above));
          p += residue_cost((u8)(v - paeth(left, above, up[i + k - bpp])));
        }
        none += same_left ? 6 : known ? 20 : 44 * bpp;
        up_cost += u, paeth_cost += p;
      }
    }
  }
  if (none <= up_cost && none <= paeth_cost) return FILTER_NONE;
  return up_cost <= paeth_cost ? FILTER_UP : FILTER_PAETH;
}

// --- the strip ------------------------------------------------------------------------------------

static u8 *plain, *filtered; // rows with their filter's byte before them
static u32 room;
static u32 last_adler, last_length;

EXPORT u32 strip_adler(void) { return last_adler; }
EXPORT u32 strip_length(void) { return last_length; }
/** The most bytes that a strip of this size can take. */
EXPORT u32 strip_bound(u32 width, u32 rows) { return (width * 4 + 1) * rows * 2 + 1024; }

/**
 * Codes `rows` rows at `pixels` (`stride` bytes apart, RGBA) as one IDAT chunk at `out`.
 * channels 1 takes a byte a pixel (see `indexed.c`); 3 drops alpha; 4 keeps it, undoing premultiplication when `premultiplied`.
 * Returns the chunk's length, or 0 where 3 channels were asked for and a pixel is not opaque.
 */
EXPORT u32 encode_strip(const u8 *pixels, u32 stride, u32 width, u32 rows, u32 channels, u32 premultiplied,
                        int forced, u8 *out) {
  u32 n = width * channels, need = (n + 1) * rows + 64;
  if (need > room) {
    room = need + need / 2; // over-allocated: `alloc` never frees, and small steps would leave many dead blocks
    plain = (u8 *)alloc(room + 16) + 16, filtered = alloc(room);
  }
  for (u32 y = 0; y < rows; y++) {
    const u8 *source = pixels + y * stride;
    u8 *target = plain + y * (n + 1);
    *target++ = FILTER_NONE;
    if (channels == 1) {
      pack_indices(source, target, width);
    } else if (channels == 3) {
      if (!pack_rgb(source, target, width)) return 0;
    } else if (premultiplied) pack_straight(source, target, width);
    else copy(target, source, n);
  }
  int filter = channels == 1 ? FILTER_NONE : forced >= 0 ? forced : choose_filter(plain + 1, n, rows, channels);
  const u8 *coded = plain;
  if (filter != FILTER_NONE) {
    coded = filtered;
    for (u32 y = 0; y < rows; y++) {
      const u8 *row = plain + y * (n + 1) + 1;
      u8 *target = filtered + y * (n + 1);
      *target = y ? filter : FILTER_SUB;
      filter_row(*target, row, row - (n + 1), target + 1, n, channels);
    }
  }
  last_length = (n + 1) * rows;
  last_adler = adler32(coded, last_length);
  u32 size = deflate(coded, last_length, filter == FILTER_NONE ? channels : 1, filter == FILTER_NONE ? n + 1 : 0, out + 8);
  store32_big(out, size);
  copy(out + 4, (const u8 *)"IDAT", 4);
  store32_big(out + 8 + size, crc32(out + 4, size + 4));
  return size + 12;
}
