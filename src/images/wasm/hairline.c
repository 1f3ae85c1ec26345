// Lines one pixel wide -> coverage, with the arithmetic of the antialiased hairlines of Skia and tiny-skia: each step
// along the major axis covers two pixels on the minor one, and lines that cross are composited over each other.
#include "path.h"

static u8 *mask_at;
static int left, top, across, down;

static inline void lay_on(int x, int y, u32 coverage) {
  x -= left, y -= top;
  if (x < 0 || y < 0 || x >= across || y >= down) return;
  u8 *p = mask_at + y * across + x;
  *p = coverage + (*p * (255 - coverage) + 127) / 255;
}

/**
 * Draws pixels [from, to) of the major axis, each weighted by length / 64 (less than 1 at the ends). `at` is the
 * coordinate on the minor axis, in 16.16 fixed point.
 */
static int walk(int steep, int from, int to, int at, int slope, int length) {
  at += 0x8000;
  for (int i = from; i < to; i++, at += slope) {
    int next = at >> 16;
    u32 part = (at >> 8) & 255, after = part * length >> 6, before = (255 - part) * length >> 6;
    if (steep) lay_on(next, i, after), lay_on(next - 1, i, before);
    else lay_on(i, next, after), lay_on(i, next - 1, before);
  }
  return at - 0x8000;
}

/** A line in 26.6 fixed point. `a` is the coordinate on the major axis, `b` that on the minor one. */
static void draw(int steep, int a0, int b0, int a1, int b1) {
  if (a0 > a1) {
    int t = a0;
    a0 = a1, a1 = t, t = b0, b0 = b1, b1 = t;
  }
  int from = a0 >> 6, to = (a1 + 63) >> 6, at = b0 << 10, slope = 0;
  if (b0 != b1) {
    slope = (int)(((long long)(b1 - b0) << 16) / (a1 - a0));
    at += (slope * (32 - (a0 & 63)) + 32) >> 6;
  }
  int alone = to - from == 1, first = alone ? a1 - a0 : 64 - (a0 & 63), last = alone ? 0 : ((a1 - 1) & 63) + 1;
  at = walk(steep, from, from + 1, at, slope, first);
  if (to - 1 > from + 1) at = walk(steep, from + 1, last ? to - 1 : to, at, slope, 64);
  if (last) walk(steep, to - 1, to, at, slope, last);
}

static void draw_line(int x0, int y0, int x1, int y1) {
  int dx = x1 > x0 ? x1 - x0 : x0 - x1, dy = y1 > y0 ? y1 - y0 : y0 - y1;
  if (dx > 511 * 64 || dy > 511 * 64) { // 16.16 would not hold it
    int x = (x0 >> 1) + (x1 >> 1), y = (y0 >> 1) + (y1 >> 1);
    draw_line(x0, y0, x, y), draw_line(x, y, x1, y1);
  } else if (dx > dy) {
    draw(0, x0, y0, x1, y1);
  } else if (dy) {
    draw(1, y0, x0, y1, x1);
  }
}

void fill_hairlines(u8 *mask, const int *box) {
  u32 count;
  const Vertex *vertices = path_vertices(&count);
  mask_at = mask, left = box[0], top = box[1], across = box[2] - box[0], down = box[3] - box[1];
  Point start = {0, 0}, at = {0, 0};
  for (u32 i = 0; vertices && i < count; i++) {
    Vertex v = vertices[i];
    Point to = v.kind == VERTEX_CLOSE ? start : v.at;
    if (v.kind == VERTEX_MOVE) start = to;
    else draw_line((int)(at.x * 64), (int)(at.y * 64), (int)(to.x * 64), (int)(to.y * 64));
    at = to;
  }
}
