import { image } from "offprint";

export const cache = { maxAge: "1h" };

export function GET({ params }: { params: { id: string } }) {
  return image(
    <div style={{ display: "flex", width: "100%", height: "100%", background: "#fffdf6", padding: 80 }}>
      <div style={{ display: "flex", fontSize: 72, color: "#223" }}>Card number {params.id}</div>
    </div>,
    { width: 1200, height: 630 },
  );
}
