// A path's lines and curves -> edges, with the arithmetic of Skia and tiny-skia (see `raster.c`).
#include "edges.h"

static Edge *edges;
static u32 edge_count, edges_room;

void edges_begin(void) { edge_count = 0; }

Edge *edges_made(u32 *count) {
  *count = edge_count;
  return edges;
}

static Edge *new_edge(void) {
  if (edge_count + 2 >= edges_room) {
    u32 room = edges_room ? edges_room * 2 : 4096;
    Edge *larger = alloc(room * sizeof(Edge));
    if (edge_count) copy(larger, edges, edge_count * sizeof(Edge));
    edges = larger, edges_room = room;
  }
  return &edges[edge_count];
}

static inline int round6(int v) { return (v + 32) >> 6; }
static inline int divide6(int a, int b) {
  if (a == (short)a) return (int)((u32)a << 16) / b;
  long long v = ((long long)a << 16) / b;
  return v < -2147483647 - 1LL ? -2147483647 - 1 : v > 2147483647LL ? 2147483647 : (int)v;
}
static inline int multiply16(int a, int b) { return (int)(((long long)a * b) >> 16); }
static inline int up(int v, int by) { return (int)((u32)v << by); }
static inline int scaled(float v) { return (int)(v * (float)(SCALE * 64)); }
static inline int magnitude(int v) { return v < 0 ? -v : v; }

static int set_line(Edge *e, int x0, int y0, int x1, int y1) {
  int top = round6(y0), bottom = round6(y1);
  if (top == bottom) return 0;
  int slope = divide6(x1 - x0, y1 - y0);
  e->x = up(x0 + multiply16(slope, up(top, 6) + 32 - y0), 10);
  e->dx = slope, e->first = top, e->last = bottom - 1;
  return 1;
}

int next_segment(Edge *e) {
  int x0 = e->cx, y0 = e->cy, x1, y1, made;
  do {
    int last;
    if (e->kind == 2) {
      last = --e->count == 0;
      x1 = last ? e->end_x : x0 + (e->dcx >> e->shift);
      y1 = last ? e->end_y : y0 + (e->dcy >> e->shift);
      if (!last) e->dcx += e->ddx, e->dcy += e->ddy;
    } else {
      last = --e->count == 0;
      if (last) {
        x1 = e->end_x, y1 = e->end_y;
      } else {
        x1 = x0 + (e->dcx >> e->down), y1 = y0 + (e->dcy >> e->down);
        e->dcx += e->ddx >> e->shift, e->ddx += e->dddx;
        e->dcy += e->ddy >> e->shift, e->ddy += e->dddy;
      }
      if (y1 < y0) y1 = y0;
    }
    made = set_line(e, x0 >> 10, y0 >> 10, x1 >> 10, y1 >> 10);
    x0 = x1, y0 = y1;
  } while (e->count && !made);
  e->cx = x0, e->cy = y0;
  return made;
}

/** Joins a vertical line with the one before it, as Skia does: the result of its arithmetic depends on it. */
static int combine(const Edge *e, Edge *last) {
  if (last->kind != 1 || last->dx || e->x != last->x) return 0;
  if (e->winding == last->winding) {
    if (e->last + 1 == last->first) return last->first = e->first, 1;
    if (e->first == last->last + 1) return last->last = e->last, 1;
    return 0;
  }
  if (e->first == last->first) {
    if (e->last == last->last) return edge_count--, 1;
    if (e->last < last->last) return last->first = e->last + 1, 1;
    last->first = last->last + 1, last->last = e->last, last->winding = e->winding;
    return 1;
  }
  if (e->last == last->last) {
    if (e->first > last->first) last->last = e->first - 1;
    else last->last = last->first - 1, last->first = e->first, last->winding = e->winding;
    return 1;
  }
  return 0;
}

void edge_line(Point a, Point b) {
  Edge *e = new_edge();
  int x0 = scaled(a.x), y0 = scaled(a.y), x1 = scaled(b.x), y1 = scaled(b.y), t;
  e->winding = 1, e->kind = 1;
  if (y0 > y1) t = x0, x0 = x1, x1 = t, t = y0, y0 = y1, y1 = t, e->winding = -1;
  if (!set_line(e, x0, y0, x1, y1)) return;
  if (e->dx || !edge_count || !combine(e, e - 1)) edge_count++;
}

static int steps_for(int dx, int dy, int aa) {
  dx = magnitude(dx), dy = magnitude(dy);
  int distance = dx > dy ? dx + (dy >> 1) : dy + (dx >> 1);
  distance = (distance + 16) >> (3 + aa);
  return (distance ? 32 - __builtin_clz(distance) : 0) >> 1;
}

static void push_quad(const Point *p) {
  Edge *e = new_edge();
  int x0 = scaled(p[0].x), y0 = scaled(p[0].y), x1 = scaled(p[1].x), y1 = scaled(p[1].y);
  int x2 = scaled(p[2].x), y2 = scaled(p[2].y), t;
  e->winding = 1, e->kind = 2;
  if (y0 > y2) t = x0, x0 = x2, x2 = t, t = y0, y0 = y2, y2 = t, e->winding = -1;
  if (round6(y0) == round6(y2)) return;
  int shift = steps_for((up(x1, 1) - x0 - x2) >> 2, (up(y1, 1) - y0 - y2) >> 2, SHIFT);
  shift = shift < 1 ? 1 : shift > 6 ? 6 : shift;
  e->count = 1 << shift, e->shift = shift - 1;
  int a = up(x0 - x1 - x1 + x2, 9), b = up(x1 - x0, 10);
  e->cx = up(x0, 10), e->dcx = b + (a >> shift), e->ddx = a >> (shift - 1);
  a = up(y0 - y1 - y1 + y2, 9), b = up(y1 - y0, 10);
  e->cy = up(y0, 10), e->dcy = b + (a >> shift), e->ddy = a >> (shift - 1);
  e->end_x = up(x2, 10), e->end_y = up(y2, 10);
  if (next_segment(e)) edge_count++;
}

static int off_line(int a, int b, int c, int d) {
  int third = magnitude(((a * 8 - b * 15 + 6 * c + d) * 19) >> 9);
  int two_thirds = magnitude(((a + 6 * b - c * 15 + d * 8) * 19) >> 9);
  return third > two_thirds ? third : two_thirds;
}

static void push_cubic(const Point *p) {
  Edge *e = new_edge();
  int x[4], y[4];
  for (int i = 0; i < 4; i++) x[i] = scaled(p[i].x), y[i] = scaled(p[i].y);
  e->winding = 1, e->kind = 3;
  if (y[0] > y[3]) {
    int t;
    t = x[0], x[0] = x[3], x[3] = t, t = x[1], x[1] = x[2], x[2] = t;
    t = y[0], y[0] = y[3], y[3] = t, t = y[1], y[1] = y[2], y[2] = t;
    e->winding = -1;
  }
  if (round6(y[0]) == round6(y[3])) return;
  int shift = steps_for(off_line(x[0], x[1], x[2], x[3]), off_line(y[0], y[1], y[2], y[3]), 2) + 1;
  if (shift > 6) shift = 6;
  int rise = 6, down = shift + rise - 10;
  if (down < 0) down = 0, rise = 10 - shift;
  e->count = 1 << shift, e->shift = shift, e->down = down;
  int b = up(3 * (x[1] - x[0]), rise), c = up(3 * (x[0] - x[1] - x[1] + x[2]), rise);
  int d = up(x[3] + 3 * (x[1] - x[2]) - x[0], rise);
  e->cx = up(x[0], 10), e->dcx = b + (c >> shift) + (d >> (2 * shift));
  e->ddx = 2 * c + ((3 * d) >> (shift - 1)), e->dddx = (3 * d) >> (shift - 1);
  b = up(3 * (y[1] - y[0]), rise), c = up(3 * (y[0] - y[1] - y[1] + y[2]), rise);
  d = up(y[3] + 3 * (y[1] - y[2]) - y[0], rise);
  e->cy = up(y[0], 10), e->dcy = b + (c >> shift) + (d >> (2 * shift));
  e->ddy = 2 * c + ((3 * d) >> (shift - 1)), e->dddy = (3 * d) >> (shift - 1);
  e->end_x = up(x[3], 10), e->end_y = up(y[3], 10);
  if (next_segment(e)) edge_count++;
}

// --- curves are cut where they turn in y ------------------------------------------------------------

static inline Point between(Point a, Point b, float t) { return (Point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; }

/** numerator / denominator where that lies strictly between 0 and 1, else -1. */
static float unit_ratio(float numerator, float denominator) {
  if (numerator < 0) numerator = -numerator, denominator = -denominator;
  if (denominator == 0 || numerator == 0 || numerator >= denominator) return -1;
  float t = numerator / denominator;
  return t > 0 ? t : -1;
}

void edge_quad(Point a, Point b, Point c) {
  float ab = a.y - b.y, bc = b.y - c.y;
  if (ab < 0) bc = -bc;
  if (ab == 0 || bc < 0) {
    float t = unit_ratio(a.y - b.y, a.y - b.y - b.y + c.y);
    if (t > 0) {
      Point left = between(a, b, t), right = between(b, c, t), middle = between(left, right, t);
      left.y = right.y = middle.y;
      Point first[3] = {a, left, middle}, second[3] = {middle, right, c};
      push_quad(first), push_quad(second);
      return;
    }
    float one = a.y - b.y, two = b.y - c.y;
    b.y = (one < 0 ? -one : one) < (two < 0 ? -two : two) ? a.y : c.y;
  }
  Point whole[3] = {a, b, c};
  push_quad(whole);
}

static int turning_points(float a, float b, float c, float *t) {
  int n = 0;
  if (a == 0) {
    if ((t[0] = unit_ratio(-c, b)) > 0) n = 1;
    return n;
  }
  double under = (double)b * b - 4.0 * (double)a * c;
  if (under < 0) return 0;
  float root = (float)__builtin_sqrt(under), q = b < 0 ? -(b - root) / 2 : -(b + root) / 2;
  if ((t[n] = unit_ratio(q, a)) > 0) n++;
  if ((t[n] = unit_ratio(c, q)) > 0) n++;
  if (n == 2) {
    if (t[0] > t[1]) { float s = t[0]; t[0] = t[1], t[1] = s; }
    else if (t[0] == t[1]) n = 1;
  }
  return n;
}

static void split_cubic(const Point *p, float t, Point *out) {
  Point ab = between(p[0], p[1], t), bc = between(p[1], p[2], t), cd = between(p[2], p[3], t);
  Point abc = between(ab, bc, t), bcd = between(bc, cd, t);
  out[0] = p[0], out[1] = ab, out[2] = abc, out[3] = between(abc, bcd, t), out[4] = bcd, out[5] = cd, out[6] = p[3];
}

void edge_cubic(Point a, Point b, Point c, Point d) {
  Point p[10] = {a, b, c, d};
  float t[2];
  int n = turning_points(d.y - a.y + 3 * (b.y - c.y), 2 * (a.y - b.y - b.y + c.y), b.y - a.y, t);
  if (n) {
    Point cut[7];
    split_cubic(p, t[0], cut);
    copy(p, cut, sizeof cut);
    if (n == 2) {
      float rest = unit_ratio(t[1] - t[0], 1 - t[0]);
      if (rest > 0) {
        split_cubic(p + 3, rest, cut);
        copy(p + 3, cut, sizeof cut);
      } else {
        p[7] = p[8] = p[9] = p[6];
      }
    }
    p[2].y = p[4].y = p[3].y;
    if (n == 2) p[5].y = p[7].y = p[6].y;
  }
  for (int i = 0; i <= n; i++) push_cubic(p + 3 * i);
}
