import { lookup } from "node:dns";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { guardedFetch } from "../../src/http/guard.ts";

// No name is asked of anybody: each test says what its resolver answers.
vi.mock("node:dns", async (original) => ({ ...(await original<object>()), lookup: vi.fn() }));

/** What the resolver says, one list for each time that it is asked. */
function resolves(...answers: (readonly string[])[]): ReturnType<typeof vi.fn> {
  const asked = vi.mocked(lookup) as unknown as ReturnType<typeof vi.fn>;
  asked.mockReset();
  asked.mockImplementation(
    (_name: string, _options: object, callback: (error: null, found: object[]) => void) => {
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
      callback(
        null,
        answer.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    },
  );
  return asked;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const allowPrivate = true;
const refusal = { status: 400, reason: expect.stringContaining("cannot be fetched") };

describe("addresses that are not public", () => {
  it.each([
    "http://127.0.0.1/",
    "http://localhost/",
    "http://localhost./",
    "http://LOCALHOST/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001::1]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://１２７.０.０.１/",
  ])("%s", async (url) => {
    await expect(guardedFetch(url)).rejects.toMatchObject(refusal);
  });
});

describe("a name that leads to such an address", () => {
  it.each([
    [["127.0.0.1"]],
    [["::1"]],
    [["::ffff:127.0.0.1"]],
    [["64:ff9b::7f00:1"]],
    [["168.63.129.16"]],
    [["169.254.169.254"]],
    [["fd00:ec2::254"]],
    // One good address among several would be luck.
    [["8.8.8.8", "127.0.0.1"]],
    [["2606:4700::1111", "fe80::1"]],
  ])("%s", async (addresses) => {
    const asked = resolves(addresses);
    await expect(guardedFetch("http://rebound.example/")).rejects.toMatchObject(refusal);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("is refused at a redirect too", async () => {
    const url = await listen((_request, response) =>
      response.writeHead(302, { location: "http://168.63.129.16/" }).end(),
    );
    const { port } = new URL(url);
    resolves(["127.0.0.1"]);
    await expect(
      guardedFetch(`http://here.example:${port}/`, { allowPrivate, hosts: ["here.example"] }),
    ).rejects.toMatchObject(refusal);
  });
});

it("connects to the address that was checked: a name is resolved once for each connection", async () => {
  const url = await listen((_request, response) => response.end("first"));
  const { port } = new URL(url);
  // The second answer, which nobody may ask for, would lead to where nobody listens.
  const asked = resolves(["127.0.0.1"], ["127.0.0.2"]);
  const { bytes } = await guardedFetch(`http://rebound.example:${port}/`, { allowPrivate });
  expect(Buffer.from(bytes).toString()).toBe("first");
  expect(asked).toHaveBeenCalledTimes(1);
});

it.each(["ftp://example.com/", "file:///etc/passwd", "http://user:pass@example.com/", "http://", "nonsense"])(
  "%s is not asked for",
  async (url) => {
    await expect(guardedFetch(url)).rejects.toMatchObject(refusal);
  },
);

it("gives bytes and type", async () => {
  const url = await listen((_request, response) =>
    response.setHeader("content-type", "image/png").end("abc"),
  );
  const { bytes, type } = await guardedFetch(url, { allowPrivate });
  expect([Buffer.from(bytes).toString(), type]).toEqual(["abc", "image/png"]);
});

it("checks each hop of a redirect, and follows three", async () => {
  let hops = 0;
  const url = await listen((request, response) => {
    hops++;
    if (request.url === "/inner") response.writeHead(302, { location: "http://169.254.169.254/" }).end();
    else response.writeHead(302, { location: "/" }).end();
  });
  await expect(guardedFetch(url, { allowPrivate })).rejects.toMatchObject({
    status: 502,
    reason: expect.stringContaining("more than 3 times"),
  });
  expect(hops).toBe(4);
  const hosts = ["127.0.0.1"];
  await expect(guardedFetch(`${url}/inner`, { allowPrivate, hosts })).rejects.toMatchObject(refusal);
});

it("asks only the hosts that are named", async () => {
  for (const url of [
    "https://evil.example/",
    "https://cdn.example.com.evil.example/",
    "https://example.com/",
  ])
    await expect(guardedFetch(url, { hosts: ["*.example.com"] })).rejects.toMatchObject({
      status: 400,
      reason: expect.stringContaining("not among the hosts"),
    });
});

describe("a body that is too long", () => {
  const long = { status: 502, reason: expect.stringContaining("more than 1000 bytes") };
  it("by its length is not read", async () => {
    const url = await listen((_request, response) => response.end(Buffer.alloc(5000)));
    await expect(guardedFetch(url, { allowPrivate, maxBytes: 1000 })).rejects.toMatchObject(long);
  });
  it("by its chunks is cut off, and the connection with it", async () => {
    let closed = () => {};
    const gone = new Promise<void>((resolve) => (closed = resolve));
    const url = await listen((_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(500)), 1);
      response.on("close", () => (clearInterval(timer), closed()));
    });
    await expect(guardedFetch(url, { allowPrivate, maxBytes: 1000 })).rejects.toMatchObject(long);
    await gone;
  });
});

it("waits no longer than it was told to, and stops with its caller", async () => {
  const url = await listen(() => {});
  await expect(guardedFetch(url, { allowPrivate, timeout: 50 })).rejects.toMatchObject({
    status: 502,
    reason: expect.stringContaining("50 ms"),
  });
  const gone = new Error("gone");
  await expect(guardedFetch(url, { allowPrivate, signal: AbortSignal.abort(gone) })).rejects.toThrow("gone");
});

it("tells nothing of a server that cannot be reached", async () => {
  const error = await guardedFetch("http://127.0.0.1:1/", { allowPrivate }).catch((thrown) => thrown);
  expect(error).toMatchObject({ status: 502 });
  expect(error.reason).not.toContain("ECONN");
});
