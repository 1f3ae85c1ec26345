import { made } from "../_made.ts";

export const cache = { maxAge: "1h", staleWhileRevalidate: "1h", tags: ["hour"] };
export const GET = () => made("hour", 40_000, 300);
