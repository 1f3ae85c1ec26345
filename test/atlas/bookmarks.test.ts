// The REST resource: who may, what may be sent, and what each answer is.
import { describe, expect, it } from "vitest";
import { TOKEN, useAtlas } from "./atlas-app.ts";

const fetch = useAtlas();

interface Bookmark {
  id: string;
  country: string;
  note: string;
  created: string;
  updated: string;
}

const call = (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(path, {
    method,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
  });

describe("bookmarks", () => {
  it("are the owner's alone", async () => {
    for (const authorization of ["", "Bearer", "Bearer wrong", `Basic ${TOKEN}`, `Bearer ${TOKEN}x`, TOKEN])
      for (const [method, path] of [
        ["GET", "/bookmarks"],
        ["POST", "/bookmarks"],
        ["DELETE", "/bookmarks/x"],
      ] as const) {
        const response = await fetch(path, { method, headers: authorization ? { authorization } : {} });
        expect(response.status).toBe(401);
        expect(response.headers.get("www-authenticate")).toBe('Bearer realm="bookmarks"');
      }
    const list = await call("GET", "/bookmarks");
    expect(list.status).toBe(200);
    expect(list.headers.get("cache-control")).toContain("private");
  });

  it("say which methods they have, without the token", async () => {
    const response = await fetch("/bookmarks", { method: "OPTIONS" });
    expect(response.status).toBe(204);
    expect(response.headers.get("allow")).toBe("GET, HEAD, POST, OPTIONS");
    expect((await call("PUT", "/bookmarks")).status).toBe(405);
    expect((await call("PUT", "/bookmarks/x")).headers.get("allow")).toBe(
      "GET, HEAD, PATCH, DELETE, OPTIONS",
    );
  });

  it("are added, read, changed and removed", async () => {
    const created = await call("POST", "/bookmarks", { country: "JP", note: " Autumn, 京都 " });
    expect(created.status).toBe(201);
    const bookmark = (await created.json()) as Bookmark;
    expect(bookmark).toMatchObject({ country: "JP", note: "Autumn, 京都" });
    const location = created.headers.get("location")!;
    expect(location).toBe(`https://atlas.example/bookmarks/${bookmark.id}`);
    const path = new URL(location).pathname;
    expect(await (await call("GET", path)).json()).toEqual(bookmark);

    const changed = await call("PATCH", path, { note: "Spring" });
    expect(changed.status).toBe(200);
    expect(await changed.json()).toMatchObject({ id: bookmark.id, country: "JP", note: "Spring" });

    const removed = await call("DELETE", path);
    expect(removed.status).toBe(204);
    expect(await removed.text()).toBe("");
    for (const [method, body] of [["GET"], ["PATCH", { note: "" }], ["DELETE"]] as const)
      expect((await call(method, path, body)).status).toBe(404);
  });

  it("come in pages, newest first", async () => {
    for (let i = 0; i < 5; i++) await call("POST", "/bookmarks", { country: "IN", note: `note ${i}` });
    const first = (await (await call("GET", "/bookmarks?limit=2")).json()) as {
      items: Bookmark[];
      next: string;
    };
    expect(first.items.map(({ note }) => note)).toEqual(["note 4", "note 3"]);
    const second = (await (await call("GET", first.next)).json()) as { items: Bookmark[]; next: string };
    expect(second.items.map(({ note }) => note)).toEqual(["note 2", "note 1"]);
    const last = (await (await call("GET", second.next)).json()) as { items: Bookmark[]; next: null };
    expect(last).toMatchObject({ items: [{ note: "note 0" }], next: null });
    for (const query of ["limit=0", "limit=101", "limit=x", "after=x"])
      expect((await call("GET", `/bookmarks?${query}`)).status).toBe(400);
  });

  it.each([
    [{}, { country: ["is missing"] }],
    [{ country: "japan" }, { country: ["is not two capital letters"] }],
    [{ country: "XX" }, { country: ["is no country's code"] }],
    [
      { country: 7, note: 8 },
      { country: ["is a country's code, such as JP"], note: ["is a text"] },
    ],
    [{ country: "JP", note: "x".repeat(501) }, { note: ["has more than 500 characters"] }],
    [{ country: "JP", stars: 5 }, { stars: ["is not known"] }],
    [7, { "(body)": ["is not an object"] }],
    ["null", { "(body)": ["is not an object"] }],
  ])("refuse %j by the names of its fields", async (body, fields) => {
    const response = await call("POST", "/bookmarks", body);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(((await response.json()) as { fields: unknown }).fields).toEqual(fields);
  });

  it("refuse what cannot be read, and a change of nothing", async () => {
    expect((await call("POST", "/bookmarks", "{")).status).toBe(400);
    expect(
      (await call("POST", "/bookmarks", "a=b", { "content-type": "application/x-www-form-urlencoded" }))
        .status,
    ).toBe(415);
    const { id } = (await (await call("POST", "/bookmarks", { country: "JP" })).json()) as Bookmark;
    expect((await call("PATCH", `/bookmarks/${id}`, {})).status).toBe(400);
    expect((await call("PATCH", `/bookmarks/${id}`, { country: "XX" })).status).toBe(400);
  });
});
