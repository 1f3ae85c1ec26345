// The path being built, from text or from calls.
#include "edges.h"

static Point start, at;
static int open_contour, out_of_range, curved, thin;
static Vertex *vertices; // the path itself, as long as it has no curves
static u32 vertex_count, vertices_room;
static float min_x, min_y, max_x, max_y;

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
  edges_begin();
  open_contour = 0, out_of_range = 0, curved = 0, thin = 0, vertex_count = 0;
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
  if (open_contour && !out_of_range) edge_line(at, start);
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
  if (!out_of_range) edge_line(at, p);
  open_contour = 1, at = p;
}

static void draw_quad(Point b, Point c) {
  reach(b), reach(c);
  curved = 1;
  if (!out_of_range) edge_quad(at, b, c);
  open_contour = 1, at = c;
}

static void draw_cubic(Point b, Point c, Point d) {
  reach(b), reach(c), reach(d);
  curved = 1;
  if (!out_of_range) edge_cubic(at, b, c, d);
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
 * Returns 0 for unsupported input: arcs, smooth curves, exponents, coordinates beyond 8000 pixels.
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

void path_end(void) { close_contour(); }
int path_is_thin(void) { return thin; }

static int box[4]; // left, top, right, bottom in pixels

/** Address of the box (four i32: left, top, right, bottom) that the path covers; all zero when empty. */
EXPORT int *path_box(void) {
  if (max_x < min_x || out_of_range) return clear(box, sizeof box), box;
  // A tolerance below the eighth of a pixel to which samples are rounded: the ends of arcs are inexact.
  const float little = 1.0f / 512;
  box[0] = (int)__builtin_floorf(min_x + little), box[1] = (int)__builtin_floorf(min_y + little);
  box[2] = (int)__builtin_ceilf(max_x - little), box[3] = (int)__builtin_ceilf(max_y - little);
  return box;
}

/** Address of four f32: the bounds of the path's control points. */
EXPORT float *path_bounds(void) {
  static float bounds[4];
  bounds[0] = min_x, bounds[1] = min_y, bounds[2] = max_x, bounds[3] = max_y;
  return bounds;
}
