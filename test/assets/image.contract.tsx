// The image that the asset contract is tried on: text of several scripts, an emoji, a gradient.
import { image } from "../../src/assets/image.ts";

function Card({ title }: { title: string }) {
  return (
    <div
      style={{
        width: "100%",
        height: "100%",
        display: "flex",
        flexDirection: "column",
        boxSizing: "border-box",
        padding: 24,
        backgroundImage: "linear-gradient(90deg, #fff, #cde)",
        fontSize: 32,
      }}
    >
      <h1>{title}</h1>
      <p>日本 · العربية · भारत · 🎉</p>
    </div>
  );
}

export const create = () => image(<Card title="One" />, { width: 400, height: 210 });
export const other = () => image(<Card title="Two" />, { width: 400, height: 210 });
