// Lines -> the outline of their stroke, with the arithmetic of the stroker of Skia and tiny-skia, to be filled by the
// non-zero rule. Curves and dashes are left to resvg.
#include "path.h"

#define NEARLY_ZERO (1.0f / 4096)
#define ROOT_2_OVER_2 0.707106781f

enum { CAP_BUTT, CAP_ROUND, CAP_SQUARE };
enum { JOIN_MITER, JOIN_ROUND, JOIN_BEVEL };

// --- outlines being built ---------------------------------------------------------------------------

enum { MOVE, LINE, QUAD_CONTROL, QUAD_END };
typedef struct { Point at; int kind; } Knot;
typedef struct { Knot *knots; u32 count, room; } Outline;

static Outline sides[2]; // the left side, to which finished contours are added; the right side of the present one

static void add_knot(Outline *outline, Point at, int kind) {
  if (outline->count == outline->room) {
    u32 larger = outline->room ? outline->room * 2 : 1024;
    Knot *knots = alloc(larger * sizeof(Knot));
    if (outline->count) copy(knots, outline->knots, outline->count * sizeof(Knot));
    outline->knots = knots, outline->room = larger;
  }
  outline->knots[outline->count++] = (Knot){at, kind};
}

static inline Point *last_point(Outline *outline) { return &outline->knots[outline->count - 1].at; }
static inline void line(Outline *outline, Point to) { add_knot(outline, to, LINE); }

static inline Point plus(Point a, Point b) { return (Point){a.x + b.x, a.y + b.y}; }
static inline Point minus(Point a, Point b) { return (Point){a.x - b.x, a.y - b.y}; }
static inline Point times(Point a, float by) { return (Point){a.x * by, a.y * by}; }
static inline Point clockwise(Point a) { return (Point){-a.y, a.x}; }
static inline float dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }
static inline float cross(Point a, Point b) { return a.x * b.y - a.y * b.x; }
static inline Point of_length(Point a, float length) {
  double x = a.x, y = a.y, scale = length / __builtin_sqrt(x * x + y * y);
  return times(a, (float)scale);
}

// --- arcs: conics, cut into quadratics ----------------------------------------------------------------

typedef struct { Point a, b, c; float weight; } Conic;

static inline int lies_between(float a, float b, float c) { return (a - b) * (c - b) <= 0; }

static void cut_conic(Outline *outline, Conic k, u32 level) {
  if (!level) {
    add_knot(outline, k.b, QUAD_CONTROL), add_knot(outline, k.c, QUAD_END);
    return;
  }
  float scale = 1 / (1 + k.weight), weight = __builtin_sqrtf(0.5f + k.weight * 0.5f);
  Point b = times(k.b, k.weight), middle = times(plus(plus(k.a, times(b, 2)), k.c), scale * 0.5f);
  Conic first = {k.a, times(plus(k.a, b), scale), middle, weight};
  Conic second = {middle, times(plus(b, k.c), scale), k.c, weight};
  if (lies_between(k.a.y, k.b.y, k.c.y)) { // a curve that is monotone in y must stay monotone
    if (!lies_between(k.a.y, middle.y, k.c.y)) {
      float up = middle.y - k.a.y, down = middle.y - k.c.y;
      first.c.y = second.a.y = (up < 0 ? -up : up) < (down < 0 ? -down : down) ? k.a.y : k.c.y;
    }
    if (!lies_between(k.a.y, first.b.y, first.c.y)) first.b.y = k.a.y;
    if (!lies_between(second.a.y, second.b.y, k.c.y)) second.b.y = k.c.y;
  }
  cut_conic(outline, first, level - 1);
  cut_conic(outline, second, level - 1);
}

static void conic_to(Outline *outline, Point b, Point c, float weight) {
  Conic conic = {*last_point(outline), b, c, weight};
  float a = weight - 1, k = a / (4 * (2 + a));
  Point off = times(plus(minus(conic.a, times(b, 2)), c), k);
  float error = __builtin_sqrtf(dot(off, off));
  u32 level = 0;
  for (; level < 5 && error > 0.25f; level++) error *= 0.25f;
  cut_conic(outline, conic, level ? level : 1);
}

/** The arc between two unit vectors around `center`. False where they are one. */
static int arc_to(Outline *outline, Point from, Point to, int counter, Point center, float radius) {
  static const Point corners[8] = {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}};
  float x = dot(from, to), y = cross(from, to);
  if ((y < 0 ? -y : y) <= NEARLY_ZERO && x > 0 && (counter ? y <= 0 : y >= 0)) return 0;
  if (counter) y = -y;
  u32 quadrants = !y ? 2 : !x ? (y > 0 ? 1 : 3) : (y < 0 ? 2 : 0) + ((x < 0) != (y < 0));
  Conic conics[5];
  for (u32 i = 0; i < quadrants; i++)
    conics[i] = (Conic){corners[2 * i], corners[2 * i + 1], corners[2 * i + 2], ROOT_2_OVER_2};
  Point end = {x, y}, start = corners[quadrants * 2];
  float cosine = dot(start, end);
  if (cosine < 1) {
    float half = __builtin_sqrtf((1 + cosine) / 2);
    Point off = of_length(plus(start, end), 1 / half), apart = minus(start, off);
    if (dot(apart, apart) > NEARLY_ZERO * NEARLY_ZERO) conics[quadrants++] = (Conic){start, off, end, half};
  }
  for (u32 i = 0; i < quadrants; i++) {
    Point placed[2] = {conics[i].b, conics[i].c};
    for (u32 k = 0; k < 2; k++) {
      Point p = {placed[k].x, counter ? -placed[k].y : placed[k].y};
      placed[k] = (Point){(from.x * p.x - from.y * p.y) * radius + center.x, (from.y * p.x + from.x * p.y) * radius + center.y};
    }
    conic_to(outline, placed[0], placed[1], conics[i].weight);
  }
  return 1;
}

// --- the stroker --------------------------------------------------------------------------------------

static float radius, inverse_limit;
static u32 cap_kind, join_kind;
static int segments;
static Point first_point, first_outer, first_normal, first_unit, previous, previous_normal, previous_unit;

static void add_cap(Point pivot, Point normal, Point stop, int after_line) {
  Outline *out = &sides[0];
  Point along = clockwise(normal), center = plus(pivot, along);
  if (cap_kind == CAP_ROUND) {
    conic_to(out, plus(center, normal), center, ROOT_2_OVER_2);
    conic_to(out, minus(center, normal), stop, ROOT_2_OVER_2);
  } else if (cap_kind == CAP_BUTT) {
    line(out, stop);
  } else if (after_line) {
    *last_point(out) = plus(center, normal);
    line(out, minus(center, normal));
  } else {
    line(out, plus(center, normal)), line(out, minus(center, normal)), line(out, stop);
  }
}

static void add_join(Point unit) {
  Outline *outer = &sides[0], *inner = &sides[1];
  Point before = previous_unit, after = unit;
  float cosine = dot(before, after);
  int nearly_line = cosine >= 0 && 1 - cosine <= NEARLY_ZERO, nearly_back = cosine < 0 && 1 + cosine <= NEARLY_ZERO;
  if (nearly_line && join_kind != JOIN_BEVEL) return;
  int counter = !(before.x * after.y > before.y * after.x);
  if (join_kind == JOIN_MITER && nearly_back) counter = 0;
  if (counter) outer = &sides[1], inner = &sides[0], before = times(before, -1), after = times(after, -1);
  if (join_kind == JOIN_ROUND) {
    if (!arc_to(outer, before, after, counter, previous, radius)) return;
  } else {
    float half = __builtin_sqrtf((1 + cosine) * 0.5f); // the sine of half the angle between the lines
    Point middle;
    int pointed = join_kind == JOIN_MITER && !nearly_back;
    if (pointed && !cosine && inverse_limit <= ROOT_2_OVER_2) {
      middle = times(plus(before, after), radius);
    } else if (pointed && half >= inverse_limit) {
      middle = cosine < 0 ? (Point){after.y - before.y, before.x - after.x} : plus(before, after);
      if (cosine < 0 && counter) middle = times(middle, -1);
      middle = of_length(middle, radius / half);
    } else pointed = 0;
    if (pointed) *last_point(outer) = plus(previous, middle);
    else line(outer, plus(previous, times(after, radius)));
  }
  line(inner, previous);
  line(inner, minus(previous, times(after, radius)));
}

static void line_to(Point to) {
  Point unit = of_length(minus(to, previous), 1);
  unit = (Point){unit.y, -unit.x};
  Point normal = times(unit, radius);
  if (segments) {
    add_join(unit);
  } else {
    first_point = previous, first_normal = normal, first_unit = unit, first_outer = plus(previous, normal);
    add_knot(&sides[0], first_outer, MOVE);
    add_knot(&sides[1], minus(previous, normal), MOVE);
  }
  line(&sides[0], plus(to, normal)), line(&sides[1], minus(to, normal));
  previous = to, previous_normal = normal, previous_unit = unit, segments++;
}

/** Goes back along the right side. */
static void add_reversed(void) {
  Outline *inner = &sides[1];
  for (u32 i = inner->count - 1; i; i--) {
    Knot from = inner->knots[i], to = inner->knots[i - 1];
    add_knot(&sides[0], to.at, from.kind == LINE ? LINE : from.kind == QUAD_END ? QUAD_CONTROL : QUAD_END);
  }
}

static void end_contour(int closed) {
  Outline *inner = &sides[1];
  if (segments && closed) {
    add_join(first_unit);
    add_knot(&sides[0], *last_point(inner), MOVE);
    add_reversed();
  } else if (segments) {
    add_cap(previous, previous_normal, *last_point(inner), 1);
    add_reversed();
    add_cap(first_point, times(first_normal, -1), first_outer, 1);
  }
  inner->count = 0, segments = 0;
}

/**
 * Turns the path so far into the outline of its stroke. Returns 0 for what it does not know: curves, lines of no
 * length, lines thinner than a pixel, and those of a pixel with caps.
 */
EXPORT u32 path_stroke(float width, u32 cap, u32 join, float miter_limit) {
  u32 count;
  const Vertex *vertices = path_vertices(&count);
  if (!vertices || !(width >= 1)) return 0;
  if (width == 1) {
    if (cap != CAP_BUTT) return 0;
    path_thin();
    return 1;
  }
  radius = width * 0.5f, cap_kind = cap, join_kind = join, inverse_limit = 1 / miter_limit;
  if (join == JOIN_MITER && !(miter_limit > 1)) join_kind = JOIN_BEVEL;
  sides[0].count = sides[1].count = 0, segments = 0;
  Point start = {0, 0};
  for (u32 i = 0; i < count; i++) {
    Vertex v = vertices[i];
    Point step = minus(v.at, previous);
    if (v.kind == VERTEX_MOVE) {
      end_contour(0);
      start = previous = v.at;
    } else if (v.kind == VERTEX_LINE) {
      if (dot(step, step) < 1e-6f) return 0;
      line_to(v.at);
    } else {
      if (!segments) return 0;
      Point back = minus(start, previous);
      if (dot(back, back) > 0) {
        if (dot(back, back) < 1e-6f) return 0;
        line_to(start);
      }
      end_contour(1);
      previous = start;
    }
  }
  end_contour(0);
  path_begin();
  Knot *knots = sides[0].knots;
  for (u32 i = 0; i < sides[0].count; i++) {
    Point p = knots[i].at;
    if (knots[i].kind == MOVE) path_move(p.x, p.y);
    else if (knots[i].kind == LINE) path_line(p.x, p.y);
    else path_quad(p.x, p.y, knots[i + 1].at.x, knots[i + 1].at.y), i++;
  }
  path_close();
  return 1;
}
