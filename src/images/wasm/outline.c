// Outlines of glyphs -> the path: scaled, placed, and rounded to tenths of a pixel, as satori writes them.
#include "path.h"

void path_cubic(float x1, float y1, float x2, float y2, float x, float y);

/** Half away from zero. */
static u32 tied;

static inline float tenth(double v, double origin) {
  double tenths = __builtin_fabs(v) * 10, whole = __builtin_floor(tenths + 0.5);
  if (__builtin_fabs(tenths - whole) > 0.499999) tied = 1;
  return (float)((v < 0 ? -whole : whole) / 10 - origin);
}

/**
 * Commands are a kind (0 moves, 1 a line, 2 and 3 curves, 4 closes) and its coordinates in font units, upwards.
 * `left` and `base` are in the picture, and (x, y) is the path's origin in it. Returns 1 where a coordinate lies
 * half-way between two tenths: its rounding then depends on the order of the additions.
 */
EXPORT u32 path_outline(const float *commands, u32 length, double left, double base, double scale, double x, double y) {
#define X(i) tenth(left + at[i] * scale, x)
#define Y(i) tenth(base - at[i] * scale, y)
  tied = 0;
  for (const float *at = commands, *end = at + length; at < end;) {
    switch ((int)*at++) {
      case 0: path_move(X(0), Y(1)), at += 2; break;
      case 1: path_line(X(0), Y(1)), at += 2; break;
      case 2: path_quad(X(0), Y(1), X(2), Y(3)), at += 4; break;
      case 3: path_cubic(X(0), Y(1), X(2), Y(3), X(4), Y(5)), at += 6; break;
      default: path_close();
    }
  }
  return tied;
}
