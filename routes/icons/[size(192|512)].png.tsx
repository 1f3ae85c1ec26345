// GET /icons/192.png: the site's icon for where SVG is not taken, in a safe margin for every mask.

import { type CachePolicy, image, type RouteEvent } from "offprint";
import { icon } from "../../templates/icon.ts";
import { tokens } from "../../templates/tokens.ts";

export const cache: CachePolicy = { maxAge: "1d", staleWhileRevalidate: "30d" };
export const examples = [{ size: "192" }, { size: "512" }];

export function GET({ params }: RouteEvent<{ size: string }>) {
  const size = Number(params.size);
  const source = `data:image/svg+xml;base64,${Buffer.from(icon).toString("base64")}`;
  const mark = Math.round(size * 0.8);
  return image(
    <div
      style={{
        display: "flex",
        width: size,
        height: size,
        alignItems: "center",
        justifyContent: "center",
        backgroundColor: tokens.color.accent,
      }}
    >
      <img src={source} width={mark} height={mark} alt="" />
    </div>,
    { width: size, height: size },
  );
}
