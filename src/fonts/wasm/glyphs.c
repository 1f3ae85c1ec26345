// Undoes WOFF2's transforms of glyphs and metrics (W3C WOFF2 §5.1–5.4). What is malformed traps.

typedef unsigned char u8;
typedef short i16;
typedef unsigned int u32;

#define EXPORT __attribute__((visibility("default")))

extern u8 __heap_base;

// Zeroed memory that is never given back: a module decodes one font.
EXPORT void *alloc(u32 bytes) {
  static u8 *next = &__heap_base;
  u8 *at = (u8 *)(((u32)next + 3) & ~3u);
  u32 end = (u32)at + bytes, have = __builtin_wasm_memory_size(0) * 65536;
  if (end < (u32)at) __builtin_trap();
  if (end > have && __builtin_wasm_memory_grow(0, (end - have + 65535) / 65536) == (u32)-1) __builtin_trap();
  next = (u8 *)end;
  return at;
}

// One of the streams that a transformed glyf table is split into.
typedef struct {
  const u8 *at, *end;
} Stream;

static const u8 *take(Stream *stream, u32 length) {
  const u8 *start = stream->at;
  if (length > (u32)(stream->end - start)) __builtin_trap();
  stream->at += length;
  return start;
}

static u32 read_u8(Stream *stream) { return *take(stream, 1); }

static u32 get16(const u8 *at) { return at[0] << 8 | at[1]; }

static u32 get32(const u8 *at) { return get16(at) << 16 | get16(at + 2); }

static u32 read_u16(Stream *stream) { return get16(take(stream, 2)); }

// 255UInt16 (§4.2).
static u32 read_packed(Stream *stream) {
  u32 code = read_u8(stream);
  if (code < 253) return code;
  if (code == 253) return read_u16(stream);
  return read_u8(stream) + (code == 255 ? 253 : 506);
}

static Stream contours, points, flags, coordinates, composites, boxes, instructions;

// Write position in the glyf table. There is room: see rebuild().
static u8 *out;

static void put16(u32 value) {
  *out++ = value >> 8;
  *out++ = value;
}

static void put(const u8 *bytes, u32 length) {
  __builtin_memcpy(out, bytes, length);
  out += length;
}

#define MAX_POINTS 65535

// The points of one glyph, as steps from one to the next.
static i16 dx[MAX_POINTS], dy[MAX_POINTS];
static u8 on_curve[MAX_POINTS];

// Triplets (§5.2).
static void read_points(u32 count) {
  const u8 *codes = take(&flags, count);
  for (u32 i = 0; i < count; i++) {
    u32 flag = codes[i] & 127;
    const u8 *data = take(&coordinates, flag < 84 ? 1 : flag < 120 ? 2 : flag < 124 ? 3 : 4);
    int x = 0, y = 0;
    if (flag < 10) {
      y = ((flag & 14) << 7) + data[0];
    } else if (flag < 20) {
      x = (((flag - 10) & 14) << 7) + data[0];
    } else if (flag < 84) {
      u32 base = flag - 20;
      x = 1 + (base & 0x30) + (data[0] >> 4);
      y = 1 + ((base & 0x0c) << 2) + (data[0] & 15);
    } else if (flag < 120) {
      u32 base = flag - 84;
      x = 1 + (base / 12 << 8) + data[0];
      y = 1 + (base % 12 >> 2 << 8) + data[1];
    } else if (flag < 124) {
      x = (data[0] << 4) + (data[1] >> 4);
      y = ((data[1] & 15) << 8) + data[2];
    } else {
      x = get16(data);
      y = get16(data + 2);
    }
    on_curve[i] = codes[i] < 128;
    dx[i] = flag & 1 ? x : -x;
    dy[i] = (flag < 10 ? flag : flag >> 1) & 1 ? y : -y;
  }
}

enum { ON_CURVE = 1, X_SHORT = 2, Y_SHORT = 4, REPEAT = 8, X_SAME = 16, Y_SAME = 32, OVERLAP = 64 };

// Flags of a step: it is left out when 0 ("same"), one byte with its sign in the flag, or two bytes.
static u32 step_flags(int step, u32 brief, u32 same) {
  if (step == 0) return same;
  if (step > -256 && step < 256) return step > 0 ? brief | same : brief;
  return 0;
}

static void put_flags(u32 count, u32 overlap) {
  u32 previous = 256;
  u8 *repeat = 0;
  for (u32 i = 0; i < count; i++) {
    u32 flag = (on_curve[i] ? ON_CURVE : 0) | (i == 0 ? overlap : 0) | step_flags(dx[i], X_SHORT, X_SAME) |
               step_flags(dy[i], Y_SHORT, Y_SAME);
    if (flag == previous && repeat && *repeat < 255) {
      ++*repeat;
    } else if (flag == previous && !repeat) {
      out[-1] |= REPEAT;
      repeat = out;
      *out++ = 1;
    } else {
      *out++ = flag;
      previous = flag;
      repeat = 0;
    }
  }
}

static void put_steps(const i16 *steps, u32 count) {
  for (u32 i = 0; i < count; i++) {
    int step = steps[i];
    if (step == 0) continue;
    if (step > -256 && step < 256)
      *out++ = step < 0 ? -step : step;
    else
      put16(step);
  }
}

static void put_box(u32 count) {
  int x = 0, y = 0, left = 32767, low = 32767, right = -32768, high = -32768;
  for (u32 i = 0; i < count; i++) {
    x += dx[i];
    y += dy[i];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < low) low = y;
    if (y > high) high = y;
  }
  put16(left);
  put16(low);
  put16(right);
  put16(high);
}

static void put_simple(u32 contour_count, const u8 *box, u32 overlap) {
  put16(contour_count);
  u8 *box_at = out;
  out += 8;
  u32 count = 0;
  for (u32 i = 0; i < contour_count; i++) {
    count += read_packed(&points);
    if (count > MAX_POINTS) __builtin_trap();
    put16(count - 1);
  }
  read_points(count);
  u32 size = read_packed(&coordinates);
  put16(size);
  put(take(&instructions, size), size);
  put_flags(count, overlap);
  put_steps(dx, count);
  put_steps(dy, count);
  u8 *end = out;
  out = box_at;
  if (box)
    put(box, 8);
  else
    put_box(count);
  out = end;
}

enum { WORDS = 0x1, SCALE = 0x8, MORE = 0x20, XY_SCALE = 0x40, TWO_BY_TWO = 0x80, INSTRUCTIONS = 0x100 };

static void put_composite(const u8 *box) {
  if (!box) __builtin_trap();
  const u8 *start = composites.at;
  u32 all = 0, code;
  do {
    code = read_u16(&composites);
    all |= code;
    u32 scale = code & SCALE ? 2 : code & XY_SCALE ? 4 : code & TWO_BY_TWO ? 8 : 0;
    take(&composites, 2 + (code & WORDS ? 4 : 2) + scale);
  } while (code & MORE);
  put16(0xffff);
  put(box, 8);
  put(start, composites.at - start);
  if (!(all & INSTRUCTIONS)) return;
  u32 size = read_packed(&coordinates);
  put16(size);
  put(take(&instructions, size), size);
}

static u32 bit(const u8 *bitmap, u32 i) { return bitmap[i >> 3] & 0x80 >> (i & 7); }

// The left edge of each glyph, from which side bearings are restored.
static i16 *lefts;
static u32 glyph_count;

// Rebuilds the tables from a transformed glyf table. Gives the address of: glyf, its length, loca, its
// length, 1 for long offsets.
EXPORT const u32 *rebuild(const u8 *table, u32 length) {
  static u32 result[5];
  Stream all = {table, table + length};
  const u8 *head = take(&all, 36);
  glyph_count = get16(head + 4);
  Stream *streams[] = {&contours, &points, &flags, &coordinates, &composites, &boxes, &instructions};
  for (u32 i = 0; i < 7; i++) {
    u32 size = get32(head + 8 + 4 * i);
    streams[i]->at = take(&all, size);
    streams[i]->end = all.at;
  }
  u32 bitmap_size = (glyph_count + 7) >> 3;
  const u8 *overlaps = get16(head + 2) & 1 ? take(&all, bitmap_size) : 0;
  const u8 *box_bits = take(&boxes, 4 * ((glyph_count + 31) >> 5));

  // A contour takes a byte of its stream or more, a point one flag; a glyph is rounded up to four bytes.
  u32 most = 20 * glyph_count + 2 * (points.end - points.at) + 5 * (flags.end - flags.at) +
             (composites.end - composites.at) + (instructions.end - instructions.at);
  lefts = alloc(2 * glyph_count);
  u32 *offsets = alloc(4 * (glyph_count + 1));
  u8 *loca = alloc(4 * (glyph_count + 1));
  u8 *glyf = out = alloc(most);

  for (u32 glyph = 0; glyph < glyph_count; glyph++) {
    offsets[glyph] = out - glyf;
    int contour_count = (i16)read_u16(&contours);
    const u8 *box = bit(box_bits, glyph) ? take(&boxes, 8) : 0;
    if (contour_count == 0) continue;
    const u8 *start = out;
    if (contour_count < 0)
      put_composite(box);
    else
      put_simple(contour_count, box, overlaps && bit(overlaps, glyph) ? OVERLAP : 0);
    lefts[glyph] = get16(start + 2);
    out += -(out - glyf) & 3;
  }
  offsets[glyph_count] = out - glyf;

  u32 size = out - glyf;
  u32 long_offsets = get16(head + 6) != 0 || size > 2 * 0xffff;
  out = loca;
  for (u32 i = 0; i <= glyph_count; i++) {
    if (long_offsets) put16(offsets[i] >> 16);
    put16(long_offsets ? offsets[i] : offsets[i] >> 1);
  }
  result[0] = (u32)glyf;
  result[1] = size;
  result[2] = (u32)loca;
  result[3] = out - loca;
  result[4] = long_offsets;
  return result;
}

// §5.4: side bearings that equal the glyph's left edge were left out. To be called after rebuild().
// Gives the address of a table of `long_count` widths with bearings, and bearings for the other glyphs.
EXPORT const u8 *rebuild_metrics(const u8 *table, u32 length, u32 long_count) {
  if (long_count > glyph_count) __builtin_trap();
  Stream stream = {table, table + length};
  u32 left_out = read_u8(&stream);
  const u8 *widths = take(&stream, 2 * long_count);
  u8 *metrics = out = alloc(2 * (long_count + glyph_count));
  for (u32 i = 0; i < glyph_count; i++) {
    u32 has_width = i < long_count;
    if (has_width) put(widths + 2 * i, 2);
    put16(left_out & (has_width ? 1 : 2) ? (u32)lefts[i] : read_u16(&stream));
  }
  return metrics;
}
