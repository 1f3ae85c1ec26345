// `npm run graph`: rooms of src/, the arrows between them, and what breaks the order of floors. docs/architecture.md quotes it.
import { importGraph } from "../test/import-graph.ts";

const graph = importGraph("src");
if (process.argv.includes("--json")) console.log(JSON.stringify(graph, null, 2));
else {
  const { rooms, arrows, backArrows, circles } = graph;
  const names = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;
  console.log(
    [
      names(rooms.length, "room"),
      names(arrows.length, "arrow"),
      names(backArrows.length, "back-arrow"),
      names(circles.length, "circle"),
    ].join(", "),
  );
  for (const one of backArrows) console.log(`back: ${one}`);
  for (const one of circles) console.log(`circle of ${one.length}: ${one.join(", ")}`);
  if (process.argv.includes("--arrows")) console.log(arrows.join("\n"));
}
