// The edges of a path: lines and curves cut where they turn in y, in 16.16 fixed point and sample rows.
#pragma once

#include "path.h"

/** Samples in a pixel, each way. */
enum { SHIFT = 2, SCALE = 1 << SHIFT };

typedef struct Edge {
  struct Edge *before, *after;
  int x, dx, first, last; // 16.16; sample rows
  int winding;
  int kind; // 1 line, 2 quadratic, 3 cubic
  int count, shift, down; // segments left of a curve, and how its differences are scaled
  int cx, cy, dcx, dcy, ddx, ddy, dddx, dddy, end_x, end_y;
} Edge;

void edges_begin(void);
void edge_line(Point a, Point b);
void edge_quad(Point a, Point b, Point c);
void edge_cubic(Point a, Point b, Point c, Point d);
Edge *edges_made(u32 *count);

/** Turns the edge to the next segment of its curve that reaches a sample row; 0 where there is none. */
int next_segment(Edge *e);
