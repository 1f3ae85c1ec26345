import type { RouteEvent } from "offprint";

export const GET = ({ query, cookies }: RouteEvent) => ({
  hello: query.name ?? "world",
  cookie: cookies.get("a") ?? null,
});

export async function POST({ request, cookies }: RouteEvent) {
  cookies.set("first", "1 2", { httpOnly: false });
  cookies.set("second", "2", { path: "/assets" });
  return Response.json(
    { got: await request.json() },
    { status: 201, headers: { "set-cookie": "own=3; Path=/" } },
  );
}
