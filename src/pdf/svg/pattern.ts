// Patterns of SVG as tiling patterns of PDF.
import { refuse } from "../../svg/limits.ts";
import { fine, ref } from "../file/syntax.ts";
import { Frame } from "./frame.ts";
import { type Box, boxOf, sizeOf } from "../../svg/box.ts";
import { IDENTITY, type Matrix, multiply, parseTransform, scaleOf } from "../../svg/geometry.ts";
import { matrixText } from "./matrix.ts";
import { boxText, type Scene } from "./scene.ts";
import { type Paint, resolveServer } from "./servers.ts";
import { fit, parseViewBox } from "../../svg/viewbox.ts";
import type { Element } from "../../svg/read.ts";

/** Copies of a pattern in one shape: readers draw each of them. */
const MAX_TILES = 50_000;

/** The paint of a pattern; undefined where it paints nothing. */
export function patternPaint(scene: Scene, pattern: Element, box: Box, frame: Frame): Paint | undefined {
  const server = resolveServer(scene, pattern);
  const [boxWidth, boxHeight] = sizeOf(box);
  const bounded = server.of("patternUnits") !== "userSpaceOnUse";
  if (bounded && !(boxWidth > 0 && boxHeight > 0)) return undefined;
  const units = bounded ? frame.sized(1, 1) : frame;
  const across = (key: string) => units.x(server.of(key), 0) * (bounded ? boxWidth : 1);
  const down = (key: string) => units.y(server.of(key), 0) * (bounded ? boxHeight : 1);
  const [width, height] = [across("width"), down("height")];
  const source = server.children();
  if (!(width > 0 && height > 0) || !source) return undefined;
  if (boxWidth * boxHeight > MAX_TILES * width * height)
    throw refuse(`An SVG pattern is repeated more than ${MAX_TILES} times.`);
  const [x, y] = [across("x") + (bounded ? box.left : 0), down("y") + (bounded ? box.top : 0)];
  const place = multiply(parseTransform(server.of("patternTransform")), [1, 0, 0, 1, x, y]);
  let inner: Matrix = IDENTITY;
  const view = parseViewBox(server.of("viewBox"));
  if (view) inner = fit(view, { x: 0, y: 0, width, height }, server.of("preserveAspectRatio")).matrix;
  else if (server.of("patternContentUnits") === "objectBoundingBox")
    inner = [boxWidth, 0, 0, boxHeight, 0, 0];
  const density = scaleOf(multiply(frame.outer, place));
  const content = new Frame(
    { fill: "#000" },
    inner,
    multiply([density, 0, 0, density, 0, 0], inner),
    boxOf(0, 0, width * density, height * density),
    frame.width,
    frame.height,
  );
  const drawn = scene.children(source, content.styled(pattern.attributes));
  if (!drawn) return undefined;
  const ops = inner === IDENTITY ? drawn : `${matrixText(inner)} cm\n${drawn}`;
  const { file, resources } = scene.host;
  const id = file.stream(
    `/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[${boxText(boxOf(0, 0, width, height))}]/XStep ${fine(width)}/YStep ${fine(height)}/Matrix[${matrixText(multiply(frame.matrix, place))}]/Resources ${ref(resources)}`,
    ops,
  );
  const name = scene.host.resource("Pattern", id);
  return { fill: `/Pattern cs /${name} scn`, stroke: `/Pattern CS /${name} SCN`, alpha: 1, tiles: true };
}
