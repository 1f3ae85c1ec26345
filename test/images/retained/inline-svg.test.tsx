// Inline SVG is drawn shape by shape, as satori and resvg draw it whole.

import fc from "fast-check";
import { expect, it } from "vitest";
import { judge } from "./judge.ts";

const card = (svg: string) => (
  <div
    style={{ display: "flex", width: 400, height: 240, padding: 20, background: "#fff8f0", color: "#0a6" }}
  >
    {svg}
  </div>
);

async function agrees(svg: unknown): Promise<void> {
  const { path, psnr, pixels } = await judge(card(svg as string), 400, 240);
  expect(path).toBe("layout");
  expect(psnr).toBeGreaterThanOrEqual(50);
  expect(pixels).toBeLessThanOrEqual(5);
}

it.each([
  ["rectangles", <rect x={10} y={10.5} width={60} height={30} fill="#c33" />],
  ["rounded rectangles", <rect x={10} y={10} width={60} height={30} rx={8} ry={12} />],
  ["circles", <circle cx={80} cy={60} r={41.5} fill="currentColor" />],
  ["ellipses", <ellipse cx={80} cy={60} rx={70} ry={30} fillOpacity={0.4} />],
  ["ellipses with one radius", <ellipse cx={80} cy={60} rx={50} fill="#360" />],
  ["rectangles with one radius that is negative", <rect width={60} height={30} rx={-8} ry={12} />],
  ["polygons with an error", <polygon points="10,10 150,20 80,110 60,5 9" />],
  ["lines", <line x1={5} y1={5} x2={150} y2={90} stroke="navy" strokeWidth={3} />],
  ["polygons", <polygon points="10,10 150,20 80,110 60,5" fill="#360" fillRule="evenodd" />],
  [
    "polylines",
    <polyline points="10 10 150 20 80 110" fill="none" stroke="currentColor" strokeDasharray="9 4" />,
  ],
  ["relative paths", <path d="M10 20q30 60 60 0t60 0v30h-40a20 20 0 0 1-40 0z" />],
  ["what is faded", <path d="M10 20h100v50z" opacity={0.5} />],
  [
    "groups, and what they give",
    <g fill="#b0f" strokeWidth={4} opacity={0.6}>
      <g stroke="#000">
        <rect x={20} y={20} width={80} height={50} />
      </g>
      <circle cx={90} cy={60} r={30} />
    </g>,
  ],
  ["what reaches over the edge", <circle cx={150} cy={110} r={60} fill="#e80" />],
  ["what moves its shapes", <path d="M0 0h40v20z" transform="translate(30 40)" />],
])("draws %s", async (_what, shape) => {
  await agrees(
    <svg width={160} height={120} viewBox="0 0 160 120">
      {shape}
      <path d="M3 3h9v9z" fill="#00f" />
    </svg>,
  );
});

it("gives its shapes what the element itself says", () =>
  agrees(
    <svg
      width={160}
      height={120}
      viewBox="0 0 160 120"
      fill="teal"
      stroke="#fc0"
      stroke-width="5"
      style={{ opacity: 0.7 }}
    >
      <circle cx={80} cy={60} r={41.5} />
    </svg>,
  ));

it("scales what has a size of its own", () =>
  agrees(
    <svg width={160} height={120} viewBox="0 0 80 60">
      <circle cx={40} cy={30} r={20} fill="teal" />
    </svg>,
  ));

it("draws any shapes", async () => {
  const at = fc.integer({ min: -40, max: 400 }).map((n) => n / 2);
  const size = fc.integer({ min: 1, max: 200 }).map((n) => n / 2);
  const look = fc.record(
    {
      fill: fc.constantFrom("#135", "none", "rgba(200,20,20,0.5)", "currentColor"),
      stroke: fc.constantFrom("#f80", "none"),
      strokeWidth: fc.constantFrom(1, 2.5, 7),
      strokeLinejoin: fc.constantFrom("round", "bevel"),
      opacity: fc.constantFrom(0.3, 1),
    },
    { requiredKeys: [] },
  );
  const shape = fc.oneof(
    fc
      .record({ x: at, y: at, width: size, height: size })
      .map((props) => ({ type: "rect" as "path", props })),
    fc
      .record({ x: at, y: at, width: size, height: size, rx: size })
      .map((props) => ({ type: "rect" as "path", props })),
    fc.record({ cx: at, cy: at, r: size }).map((props) => ({ type: "circle" as "path", props })),
    fc.array(fc.tuple(at, at), { minLength: 3, maxLength: 6 }).map((points) => ({
      type: "path" as const,
      props: { d: `M${points.map((point) => point.join(" ")).join("L")}Z` },
    })),
  );
  const shapes = fc.array(fc.tuple(shape, look), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(shapes, (some) =>
      agrees(
        <svg width={160} height={120} viewBox="0 0 160 120">
          {some.map(([{ type: Shape, props }, own]) => (
            <Shape {...props} {...own} />
          ))}
        </svg>,
      ),
    ),
    { numRuns: 60 },
  );
});
