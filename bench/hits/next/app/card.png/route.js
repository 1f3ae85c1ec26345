// As a tutorial has it: made for each request, with a Cache-Control that Next leaves to whoever stands before it.
const body = Buffer.alloc(40_960, "an even picture ");

export const dynamic = "force-dynamic";

export function GET() {
  return new Response(body, {
    headers: { "content-type": "image/png", "cache-control": "public, max-age=3600" },
  });
}
