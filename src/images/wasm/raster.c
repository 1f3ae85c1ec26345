// Paths -> coverage, with the same sums as the supersampling scan converter of Skia and tiny-skia
// (four by four samples, edges in 16.16 fixed point), so that a path filled here has the pixels
// that resvg would give it.
#include "edges.h"

static Edge **sorted, **merged;
static u32 sorted_room;
static u32 *ends, ends_room; // of the edges of each sample row, while they are sorted
/** Edges that are sorted one by one: most rows have no more. */
enum { FEW = 16 };

static inline int row_of(const Edge *e, int top, int rows) {
  int row = e->first - top;
  return row < 0 ? 0 : row < rows ? row : rows - 1;
}

static inline int stands_before(const Edge *a, const Edge *b) {
  return a->first < b->first || (a->first == b->first && a->x < b->x);
}

/** Insertion sort of short runs, which are then merged. */
static void sort_by_x(Edge **list, u32 count) {
  for (u32 i = 1; i < count; i++) {
    Edge *e = list[i];
    u32 k = i;
    for (; k & (FEW - 1) && stands_before(e, list[k - 1]); k--) list[k] = list[k - 1];
    list[k] = e;
  }
  for (u32 width = FEW; width < count; width *= 2) {
    for (u32 i = 0; i < count; i += 2 * width) {
      u32 a = i, middle = i + width < count ? i + width : count, b = middle;
      u32 end = i + 2 * width < count ? i + 2 * width : count;
      for (u32 k = i; k < end; k++)
        merged[k] = a >= middle || (b < end && stands_before(list[b], list[a])) ? list[b++] : list[a++];
    }
    copy(list, merged, count * sizeof *list);
  }
}

/** Sorts the edges by first row and then by x: a counting sort by sample row, then a sort of each row. */
static void sort_edges(Edge *edges, u32 edge_count, int top, int rows) {
  if (edge_count > sorted_room) {
    sorted_room = 2 * edge_count;
    sorted = alloc(sorted_room * sizeof *sorted), merged = alloc(sorted_room * sizeof *merged);
  }
  if ((u32)rows + 1 > ends_room) ends_room = 2 * rows + 1, ends = alloc(ends_room * sizeof *ends);
  clear(ends, (rows + 1) * sizeof *ends);
  for (u32 i = 0; i < edge_count; i++) ends[row_of(&edges[i], top, rows) + 1]++;
  for (int y = 0; y < rows; y++) ends[y + 1] += ends[y];
  for (u32 i = 0; i < edge_count; i++) sorted[ends[row_of(&edges[i], top, rows)]++] = &edges[i];
  for (int y = 0, from = 0; y < rows; from = ends[y++]) sort_by_x(sorted + from, ends[y] - from);
}

static inline void unlink_edge(Edge *e) { e->before->after = e->after, e->after->before = e->before; }
static inline void link_after(Edge *e, Edge *before) {
  e->before = before, e->after = before->after;
  before->after->before = e, before->after = e;
}

static void ripple_back(Edge *e, Edge *head) {
  Edge *before = e->before;
  while (before != head && before->x > e->x) before = before->before;
  if (before->after != e) unlink_edge(e), link_after(e, before);
}

// Coverage deltas of a row of pixels, from one pixel to the next, to be summed: sixteenths of a sample row times 128,
// and in the lowest seven bits the deltas of the last sample row alone. Skia counts a pixel which that row covers fully
// as one less, so that four full rows come to 255 and not 256.
enum { SAMPLE = 16, WHOLE = SCALE * SAMPLE, COUNTED = 128 };
static u16 *changes; // all zero between two rows
static u32 changes_room;

static inline void change(int x, int by, u32 weight) {
  u32 inside = (x & (SCALE - 1)) * SAMPLE;
  u16 *p = changes + (x >> SHIFT);
  p[0] += by * (WHOLE - inside) * weight;
  p[1] += by * inside * weight;
}

/** Two spans that meet inside of one pixel: tiny-skia's coverage for it is one less than full. */
static inline void join(int x) {
  if (x & (SCALE - 1)) changes[x >> SHIFT]--, changes[(x >> SHIFT) + 1]++;
}

/** Prefix sum of the deltas of pixels `first` to `last`, which are then cleared. Up to seven more pixels are written. */
static void add_up(u8 *row, u32 first, u32 last) {
  const v128 zero = wasm_i8x16_splat(0);
  v128 before = zero;
  for (u32 i = first; i <= last; i += 8) {
    v128 v = wasm_v128_load(changes + i);
    v = wasm_i16x8_add(v, wasm_i8x16_shuffle(zero, v, 0, 1, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29));
    v = wasm_i16x8_add(v, wasm_i8x16_shuffle(zero, v, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
    v = wasm_i16x8_add(v, wasm_i8x16_shuffle(zero, v, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
    v = wasm_i16x8_add(v, before);
    before = wasm_i8x16_shuffle(v, v, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15);
    v128 whole = wasm_i16x8_eq(wasm_v128_and(v, wasm_i16x8_splat(COUNTED - 1)), wasm_i16x8_splat(WHOLE));
    v128 coverage = wasm_i16x8_add(wasm_u16x8_shr(v, 7), whole);
    wasm_v128_store64_lane(row + i, wasm_u8x16_narrow_i16x8(coverage, coverage), 0);
    wasm_v128_store(changes + i, zero);
  }
}

/**
 * Writes the coverage of the path into `mask`, whose rows are the box's width and which is zeroed
 * here; a few bytes after it are written too. The box must lie inside the picture. Fills by the non-zero rule, or even-odd.
 */
EXPORT void path_fill(u8 *mask, u32 even_odd) {
  const int *box = path_box();
  u32 width = box[2] - box[0], edge_count;
  clear(mask, width * (box[3] - box[1]));
  if (path_is_thin()) return fill_hairlines(mask, box);
  path_end();
  Edge *edges = edges_made(&edge_count);
  if (edge_count < 2) return;
  sort_edges(edges, edge_count, box[1] << SHIFT, (box[3] - box[1]) << SHIFT);
  static Edge head, tail;
  head.x = -2147483647 - 1, head.first = head.x, head.before = 0;
  tail.first = 2147483647, tail.after = 0;
  Edge *previous = &head;
  for (u32 i = 0; i < edge_count; i++) sorted[i]->before = previous, previous->after = sorted[i], previous = sorted[i];
  previous->after = &tail, tail.before = previous;

  if (width + 16 > changes_room) {
    changes_room = 2 * width + 16;
    changes = alloc(changes_room * sizeof *changes);
    clear(changes, changes_room * sizeof *changes);
  }
  int winding_mask = even_odd ? 1 : -1, stop = box[3] << SHIFT, right = (int)(width << SHIFT), base = box[0] << SHIFT;
  int first = right, last = -1; // samples that something changes at in this row of pixels
  for (int y = box[1] << SHIFT;;) {
    u32 weight = (y & (SCALE - 1)) == SCALE - 1 ? COUNTED + 1 : COUNTED;
    int winding = 0, inside = 0, opened = 0, closed = -1, x = 0, previous_x = head.x;
    Edge *e = head.after;
    while (e->first <= y) {
      x = ((e->x + 0x8000) >> 16) - base;
      x = x < 0 ? 0 : x > right ? right : x;
      if (x < first) first = x;
      winding += e->winding;
      int now = (winding & winding_mask) != 0;
      change(x, now - inside, weight);
      if (!inside) {
        if (x == closed && weight != COUNTED) join(x);
        opened = x;
      }
      if (!now) closed = x;
      inside = now;
      Edge *next = e->after;
      int alive = 1;
      if (e->last == y) {
        alive = e->kind != 1 && e->count > 0 && next_segment(e);
        if (!alive) unlink_edge(e);
      } else {
        e->x += e->dx;
      }
      if (alive) {
        if (e->x < previous_x) ripple_back(e, &head);
        else previous_x = e->x;
      }
      e = next;
    }
    if (inside) change(opened, -1, weight); // an odd edge: its span never ends, and is not filled
    if (x > last) last = x;
    if (y + 1 >= stop || weight != COUNTED) {
      if (first < right) add_up(mask + ((y >> SHIFT) - box[1]) * width, first >> SHIFT, (last >> SHIFT) + 1);
      else changes[right >> SHIFT] = 0;
      first = right, last = -1;
    }
    if (++y >= stop) break;
    // Edges that begin in this row are inserted by x.
    if (e->first != y || e->before->x <= e->x) continue;
    Edge *place = e->before;
    while (place->before) {
      place = place->before;
      if (place->x <= e->x) break;
    }
    do {
      Edge *next = e->after;
      while (place->after != e && place->after->x < e->x) place = place->after;
      if (place->after != e) unlink_edge(e), link_after(e, place);
      place = e;
      e = next;
    } while (e->first == y);
  }
}
