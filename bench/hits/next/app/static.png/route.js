// The same, made once when building: what Next serves from its own cache.
const body = Buffer.alloc(40_960, "an even picture ");

export const dynamic = "force-static";

export function GET() {
  return new Response(body, { headers: { "content-type": "image/png" } });
}
