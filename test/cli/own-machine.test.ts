// `offprint dev` answers whoever sits at the machine, and nobody else.

import { request } from "node:http";
import { networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";
import { ownHosts } from "../../src/cli/own-machine.ts";
import { writeProject } from "../project.ts";
import { listen } from "./run.ts";

const ROUTES = {
  "routes/a.txt.ts": "export const GET = () => 'a'",
  "routes/broken.txt.ts": "export const GET = () => { throw new Error('the inside'); }",
};

/** Status and text, or the code of the error that there was in connecting. */
function ask(
  port: number,
  host: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request({ port, host, path, headers, agent: false }, (incoming) => {
      let text = `${incoming.statusCode} `;
      incoming.on("data", (chunk: Buffer) => (text += chunk.toString()));
      incoming.on("end", () => resolve(text));
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.end();
  });
}

/** An address of this machine that others can reach, where it has one. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((each) => each && !each.internal && each.family === "IPv4")?.address;
const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);

describe("offprint dev", () => {
  it("listens on this machine alone, and only by names that are nobody else's", async () => {
    const { url } = await listen("dev", await writeProject(ROUTES));
    const port = Number(new URL(url).port);
    expect(await ask(port, "127.0.0.1", "/a.txt")).toBe("200 a");
    if (hasIPv6) expect(await ask(port, "::1", "/a.txt")).toBe("200 a");
    if (outside) expect(await ask(port, outside, "/a.txt")).toBe("ECONNREFUSED");
    for (const host of [
      "localhost",
      `localhost:${port}`,
      "app.localhost:80",
      "LOCALHOST",
      "[::1]",
      `[::1]:${port}`,
    ])
      expect([host, await ask(port, "127.0.0.1", "/a.txt", { host })]).toEqual([host, "200 a"]);
    for (const host of [
      "evil.example",
      "localhost.evil.example",
      "127.0.0.1.nip.io",
      "evillocalhost",
      "203.0.113.9",
    ])
      expect([host, await ask(port, "127.0.0.1", "/a.txt", { host })]).toEqual([
        host,
        expect.stringMatching(/^421 /),
      ]);
  });

  it("shows what went wrong to this machine, and not through a tunnel that ends on it", async () => {
    const { url } = await listen("dev", await writeProject(ROUTES));
    const port = Number(new URL(url).port);
    expect(await ask(port, "127.0.0.1", "/broken.txt")).toMatch(/^500 [^]*the inside\n\s+at /);
    for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "via", "cf-ray"]) {
      const answer = await ask(port, "127.0.0.1", "/broken.txt", { [name]: "203.0.113.9" });
      expect([name, answer]).toEqual([name, expect.stringMatching(/^500 \{/)]);
      expect(answer).not.toMatch(/inside|routes|\bat /);
    }
  });

  it.skipIf(!outside)("with --host is there for others, who are shown no insides", async () => {
    const { url } = await listen("dev", await writeProject(ROUTES), "--host", "0.0.0.0");
    const port = Number(new URL(url).port);
    expect(await ask(port, outside!, "/a.txt")).toBe("200 a");
    expect(await ask(port, outside!, "/a.txt", { host: "evil.example" })).toMatch(/^421 /);
    expect(await ask(port, outside!, "/broken.txt")).toMatch(/^500 \{(?![^]*inside)/);
    expect(await ask(port, "127.0.0.1", "/broken.txt")).toMatch(/^500 [^]*the inside/);
  });
});

it("goes by the names that it was given, too", () => {
  expect(ownHosts("box.lan", ["preview.example.com"])).toEqual(
    expect.arrayContaining([
      "localhost",
      "*.localhost",
      "127.0.0.1",
      "[::1]",
      "box.lan",
      "preview.example.com",
    ]),
  );
});
