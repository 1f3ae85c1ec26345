import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { guardedFetch, isPublic } from "../../src/http/guard.ts";

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

  it.each(["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001:81b::200e"])("and %s is", (address) => {
    expect(isPublic(address)).toBe(true);
  });
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
