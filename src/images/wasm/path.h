// The path being built, shared by what fills it and what makes outlines of strokes.
#pragma once

#include "wasm.h"

typedef struct { float x, y; } Point;

enum { VERTEX_MOVE, VERTEX_LINE, VERTEX_CLOSE };
typedef struct { Point at; int kind; } Vertex;

/** The path as lines; 0 if it has curves, or coordinates beyond 8000 pixels. */
const Vertex *path_vertices(u32 *count);

/** Closes the last contour. */
void path_end(void);
/** Four numbers: left, top, right, bottom in pixels. */
int *path_box(void);

/** Lets `path_fill` draw the lines of the path as hairlines. */
void path_thin(void);
int path_is_thin(void);
/** Writes the coverage of hairlines into a cleared mask of that box. */
void fill_hairlines(u8 *mask, const int *box);

void path_begin(void);
void path_move(float x, float y);
void path_line(float x, float y);
void path_quad(float x1, float y1, float x, float y);
void path_close(void);
