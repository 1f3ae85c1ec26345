// @vercel/og, which any convention may import, installed or not.

import { standIn } from "./stand-in.ts";

export async function ogModules(): Promise<Record<string, Record<string, unknown>>> {
  const { ImageResponse } = await import("../assets/image-response.ts");
  return { "@vercel/og": standIn("@vercel/og", { ImageResponse }) };
}
