// Paths -> coverage, with the same sums as the supersampling scan converter of Skia and tiny-skia
// (four by four samples, edges in 16.16 fixed point), so that a path filled here has the pixels
// that resvg would give it.
#include "path.h"

enum { SHIFT = 2, SCALE = 1 << SHIFT };

typedef struct Edge {
  struct Edge *before, *after;
  int x, dx, first, last; // 16.16; sample rows
  int winding;
  int kind; // 1 line, 2 quadratic, 3 cubic
  int count, shift, down; // segments left of a curve, and how its differences are scaled
  int cx, cy, dcx, dcy, ddx, ddy, dddx, dddy, end_x, end_y;
} Edge;

// --- the path being built -------------------------------------------------------------------------

static Edge *edges, **sorted, **merged;
static u32 edge_count, edges_room;
static Point start, at;
static int open_contour, out_of_range, curved, thin;
static Vertex *vertices; // the path itself, as long as it has no curves
static u32 vertex_count, vertices_room;
static float min_x, min_y, max_x, max_y;

static Edge *new_edge(void) {
  if (edge_count + 2 >= edges_room) {
    u32 room = edges_room ? edges_room * 2 : 4096;
    Edge *larger = alloc(room * sizeof(Edge));
    if (edge_count) copy(larger, edges, edge_count * sizeof(Edge));
    edges = larger, edges_room = room;
    sorted = alloc(room * sizeof(Edge *)), merged = alloc(room * sizeof(Edge *));
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

static int next_segment(Edge *e) {
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

/** Joins a vertical line with the one before it; Skia does, and its sums depend on it. */
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

static void push_line(Point a, Point b) {
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

static void quad_to(Point b, Point c) {
  float ab = at.y - b.y, bc = b.y - c.y;
  if (ab < 0) bc = -bc;
  if (ab == 0 || bc < 0) {
    float t = unit_ratio(at.y - b.y, at.y - b.y - b.y + c.y);
    if (t > 0) {
      Point left = between(at, b, t), right = between(b, c, t), middle = between(left, right, t);
      left.y = right.y = middle.y;
      Point first[3] = {at, left, middle}, second[3] = {middle, right, c};
      push_quad(first), push_quad(second);
      return;
    }
    float one = at.y - b.y, two = b.y - c.y;
    b.y = (one < 0 ? -one : one) < (two < 0 ? -two : two) ? at.y : c.y;
  }
  Point whole[3] = {at, b, c};
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

static void cubic_to(Point b, Point c, Point d) {
  Point p[10] = {at, b, c, d};
  float t[2], a = at.y;
  int n = turning_points(d.y - a + 3 * (b.y - c.y), 2 * (a - b.y - b.y + c.y), b.y - a, t);
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

// --- building, from text or from calls --------------------------------------------------------------

static void note(Point p, int kind) {
  if (curved) return;
  if (vertex_count == vertices_room) {
    u32 room = vertices_room ? vertices_room * 2 : 1024;
    Vertex *larger = alloc(room * sizeof(Vertex));
    if (vertex_count) copy(larger, vertices, vertex_count * sizeof(Vertex));
    vertices = larger, vertices_room = room;
  }
  vertices[vertex_count++] = (Vertex){p, kind};
}

const Vertex *path_vertices(u32 *count) {
  *count = vertex_count;
  return curved || out_of_range ? 0 : vertices;
}

void path_thin(void) {
  thin = 1;
  min_x -= 1, min_y -= 1, max_x += 1, max_y += 1;
}

EXPORT void path_begin(void) {
  edge_count = 0, open_contour = 0, out_of_range = 0, curved = 0, thin = 0, vertex_count = 0;
  at = start = (Point){0, 0};
  min_x = min_y = 1e9f, max_x = max_y = -1e9f;
}

static inline void reach(Point p) {
  if (!(p.x > -8000 && p.x < 8000 && p.y > -8000 && p.y < 8000)) out_of_range = 1;
  if (p.x < min_x) min_x = p.x;
  if (p.x > max_x) max_x = p.x;
  if (p.y < min_y) min_y = p.y;
  if (p.y > max_y) max_y = p.y;
}

static void close_contour(void) {
  if (open_contour && !out_of_range) push_line(at, start);
  open_contour = 0, at = start;
}

static void move_to(Point p) {
  close_contour();
  reach(p);
  note(p, VERTEX_MOVE);
  start = at = p;
}

static void draw_line(Point p) {
  reach(p);
  note(p, VERTEX_LINE);
  if (!out_of_range) push_line(at, p);
  open_contour = 1, at = p;
}

static void draw_quad(Point b, Point c) {
  reach(b), reach(c);
  curved = 1;
  if (!out_of_range) quad_to(b, c);
  open_contour = 1, at = c;
}

static void draw_cubic(Point b, Point c, Point d) {
  reach(b), reach(c), reach(d);
  curved = 1;
  if (!out_of_range) cubic_to(b, c, d);
  open_contour = 1, at = d;
}

static const char *text, *text_end;

static void skip_blanks(void) {
  while (text < text_end && (*text == ' ' || *text == ',' || *text == '\n' || *text == '\t' || *text == '\r')) text++;
}

static int more_numbers(void) {
  skip_blanks();
  return text < text_end && (*text == '-' || *text == '+' || *text == '.' || (*text >= '0' && *text <= '9'));
}

/** A number without exponent; anything else makes the whole path be refused. */
static float number(void) {
  static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  if (!more_numbers()) { out_of_range = 1; return 0; }
  int negative = *text == '-';
  if (*text == '-' || *text == '+') text++;
  u64 digits = 0;
  u32 count = 0, fraction = 0;
  while (text < text_end && *text >= '0' && *text <= '9') digits = digits * 10 + (u32)(*text++ - '0'), count++;
  if (text < text_end && *text == '.') {
    text++;
    while (text < text_end && *text >= '0' && *text <= '9') digits = digits * 10 + (u32)(*text++ - '0'), count++, fraction++;
  }
  if (!count || count > 15 || (text < text_end && (*text | 32) == 'e')) { out_of_range = 1; return 0; }
  double v = (double)digits / powers[fraction];
  return (float)(negative ? -v : v);
}

/**
 * Adds the path written at `source` ("M L H V Q C Z" and their relative forms).
 * Returns 0 for what it does not know: arcs, smooth curves, exponents, far coordinates.
 */
EXPORT u32 path_parse(const char *source, u32 length) {
  text = source, text_end = source + length;
  char command = 0;
  while (skip_blanks(), text < text_end) {
    char c = *text;
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) command = c, text++;
    else if (!command || (command | 32) == 'z' || !more_numbers()) return 0;
    float ox = command >= 'a' ? at.x : 0, oy = command >= 'a' ? at.y : 0;
    Point b, p, q;
    switch (command | 32) {
    case 'm': p.x = ox + number(), p.y = oy + number(), move_to(p), command = command == 'M' ? 'L' : 'l'; break;
    case 'l': p.x = ox + number(), p.y = oy + number(), draw_line(p); break;
    case 'h': p.x = ox + number(), p.y = at.y, draw_line(p); break;
    case 'v': p.x = at.x, p.y = oy + number(), draw_line(p); break;
    case 'q': b.x = ox + number(), b.y = oy + number(), p.x = ox + number(), p.y = oy + number(), draw_quad(b, p); break;
    case 'c':
      b.x = ox + number(), b.y = oy + number(), q.x = ox + number(), q.y = oy + number();
      p.x = ox + number(), p.y = oy + number(), draw_cubic(b, q, p);
      break;
    case 'z': path_close(); break;
    default: return 0;
    }
    if (out_of_range) return 0;
  }
  return 1;
}

EXPORT void path_rect(float x, float y, float width, float height) {
  move_to((Point){x, y});
  draw_line((Point){x + width, y});
  draw_line((Point){x + width, y + height});
  draw_line((Point){x, y + height});
  path_close();
}

EXPORT void path_move(float x, float y) { move_to((Point){x, y}); }
EXPORT void path_line(float x, float y) { draw_line((Point){x, y}); }
EXPORT void path_quad(float x1, float y1, float x, float y) { draw_quad((Point){x1, y1}, (Point){x, y}); }
EXPORT void path_cubic(float x1, float y1, float x2, float y2, float x, float y) {
  draw_cubic((Point){x1, y1}, (Point){x2, y2}, (Point){x, y});
}
EXPORT void path_close(void) {
  note(start, VERTEX_CLOSE);
  close_contour();
}

// --- scan conversion --------------------------------------------------------------------------------

static int box[4]; // left, top, right, bottom in pixels

/** Address of the box (four i32: left, top, right, bottom) that the path covers; all zero when empty. */
EXPORT int *path_box(void) {
  if (max_x < min_x || out_of_range) return clear(box, sizeof box), box;
  // Less than the eighth of a pixel that a sample is rounded by: arcs end a little off.
  const float little = 1.0f / 512;
  box[0] = (int)__builtin_floorf(min_x + little), box[1] = (int)__builtin_floorf(min_y + little);
  box[2] = (int)__builtin_ceilf(max_x - little), box[3] = (int)__builtin_ceilf(max_y - little);
  return box;
}

/** Address of four f32: the path's bounds as they are, of its curves those of their control points. */
EXPORT float *path_bounds(void) {
  static float bounds[4];
  bounds[0] = min_x, bounds[1] = min_y, bounds[2] = max_x, bounds[3] = max_y;
  return bounds;
}

static void sort_edges(void) {
  for (u32 i = 0; i < edge_count; i++) sorted[i] = &edges[i];
  for (u32 width = 1; width < edge_count; width *= 2) {
    for (u32 i = 0; i < edge_count; i += 2 * width) {
      u32 a = i, middle = i + width < edge_count ? i + width : edge_count, b = middle;
      u32 end = i + 2 * width < edge_count ? i + 2 * width : edge_count;
      for (u32 k = i; k < end; k++) {
        int take_b = a >= middle || (b < end && (sorted[b]->first < sorted[a]->first ||
                                                 (sorted[b]->first == sorted[a]->first && sorted[b]->x < sorted[a]->x)));
        merged[k] = take_b ? sorted[b++] : sorted[a++];
      }
    }
    Edge **swap = sorted;
    sorted = merged, merged = swap;
  }
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

static void add_span(u8 *row, u32 x, u32 end, u32 y) {
  u32 first = x & 3, last = end & 3, most = 64 - (((y & 3) + 1) >> SHIFT);
  int n = (int)(end >> SHIFT) - (int)(x >> SHIFT) - 1;
  if (n < 0) first = last - first, n = 0, last = 0;
  else if (!first) n++;
  else first = SCALE - first;
  u8 *p = row + (x >> SHIFT);
  if (first) {
    u32 sum = *p + (first << 4);
    *p++ = sum - (sum >> 8);
  }
  for (int i = 0; i < n; i++) {
    u32 sum = p[i] + most;
    p[i] = sum - (sum >> 8);
  }
  if (last) p[n] += last << 4;
}

/**
 * Writes the coverage of the path into `mask`, whose rows are the box's width and which is zeroed
 * here. The box must lie inside the picture. Fills by the non-zero rule, or even-odd.
 */
EXPORT void path_fill(u8 *mask, u32 even_odd) {
  path_box();
  u32 width = box[2] - box[0];
  clear(mask, width * (box[3] - box[1]));
  if (thin) return fill_hairlines(mask, box);
  close_contour();
  if (edge_count < 2) return;
  sort_edges();
  static Edge head, tail;
  head.x = -2147483647 - 1, head.first = head.x, head.before = 0;
  tail.first = 2147483647, tail.after = 0;
  Edge *previous = &head;
  for (u32 i = 0; i < edge_count; i++) sorted[i]->before = previous, previous->after = sorted[i], previous = sorted[i];
  previous->after = &tail, tail.before = previous;

  int winding_mask = even_odd ? 1 : -1, stop = box[3] << SHIFT, right = (int)(width << SHIFT), base = box[0] << SHIFT;
  for (int y = box[1] << SHIFT;;) {
    u8 *row = mask + ((y >> SHIFT) - box[1]) * width;
    int winding = 0, left = 0, previous_x = head.x;
    Edge *e = head.after;
    while (e->first <= y) {
      int x = ((e->x + 0x8000) >> 16) - base;
      if (!(winding & winding_mask)) left = x;
      winding += e->winding;
      if (!(winding & winding_mask)) {
        int from = left < 0 ? 0 : left, to = x > right ? right : x;
        if (to > from) add_span(row, from, to, y);
      }
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
    if (++y >= stop) break;
    // Edges that begin in this row take their places by x.
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
