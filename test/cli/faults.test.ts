// What a project's code leaves to fail, while it is loaded and later: it costs what waits for it, never the server.

import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { writeProject } from "../project.ts";
import { listen, run } from "./run.ts";

const PACKAGE = fileURLToPath(new URL("../../dist/index.js", import.meta.url));

const FILES = {
  "package.json": `{ "type": "module" }`,
  "routes/waits.txt.ts": `
    const font = fetch("http://127.0.0.1:9/font.ttf").then((response) => response.arrayBuffer());
    export const GET = async () => String((await font).byteLength);`,
  "routes/idle.txt.ts": `
    Promise.reject(new Error("nobody waits"));
    export const GET = () => "idle";`,
  "routes/top.txt.ts": `await fetch("http://127.0.0.1:9/"); export const GET = () => "top";`,
  "routes/later.txt.ts": `export const GET = () => { void Promise.reject(new Error("left behind")); return "later"; };`,
};

/** Of a process of ours alone: nothing of it can be caught in one that hosts other code. */
const THROWS = {
  "routes/timer.txt.ts": `setTimeout(() => { throw new Error("from a timer"); }, 50); export const GET = () => "timer";`,
  "routes/emitter.txt.ts": `
    import { connect } from "node:net";
    connect(9, "127.0.0.1");
    export const GET = () => "emitter";`,
};

const ANSWERS = { waits: 500, idle: 200, top: 500, later: 200, timer: 200, emitter: 200 };

async function answers(url: string, names: readonly string[]): Promise<Record<string, number>> {
  const found = names.map(async (name) => [name, (await fetch(`${url}/${name}.txt`)).status] as const);
  return Object.fromEntries(await Promise.all(found));
}

it.each(["start", "dev"])("under offprint %s", async (command) => {
  const { url, output, child } = await listen(command, await writeProject({ ...FILES, ...THROWS }));
  for (let round = 0; round < 3; round++) expect(await answers(url, Object.keys(ANSWERS))).toEqual(ANSWERS);
  expect(child.exitCode).toBeNull();
  for (const words of ["nobody waits", "left behind", "from a timer", "ECONNREFUSED"])
    await expect.poll(output).toContain(words);
  // Children were not replaced.
  expect(output()).not.toMatch(/A child has ended|code=1|"code":1/);
});

it("of streams: an error status before the first byte, broken off after it, and told in the log", async () => {
  const root = await writeProject({});
  // A reset takes with it what the client has not read: nothing fails before the test has seen the head.
  const gate = (path: string) => writeFile(join(root, path.replaceAll("/", "-")), "");
  const { url, output } = await listen(
    "start",
    await writeProject({
      "package.json": "{}",
      "routes/[how]/[when].ts": `
        import { existsSync } from "node:fs";
        const TYPES = { text: "text/plain", events: "text/event-stream" };
        const fail = (when) => { throw new Error("failed " + when); };
        const wait = async ({ how, when }) => {
          while (!existsSync(${JSON.stringify(root)} + "/-" + how + "-" + when)) await new Promise((resolve) => setTimeout(resolve, 5));
        };
        const SOURCES = (params) => ({
          start: { start(controller) { controller.error(new Error("failed start")); } },
          pull: { pull: () => fail("pull") },
          later: { async pull() { await wait(params); fail("later"); } },
          second: { n: 0, async pull(controller) { if (this.n++) { await wait(params); fail("second"); } controller.enqueue(new TextEncoder().encode("one")); } },
        });
        export const GET = ({ params }) => new Response(new ReadableStream(SOURCES(params)[params.when]), { headers: { "content-type": TYPES[params.how] } });`,
      "routes/events.ts": `export const GET = () => new Response("data: 1\\n\\n", { headers: { "content-type": "text/event-stream; charset=utf-8" } });`,
    }),
  );
  const ask = async (path: string) => {
    const answer = await fetch(url + path);
    await gate(path);
    return `${answer.status} ${await answer.text().catch(() => "cut off")}`.slice(0, 11);
  };
  for (const how of ["text", "events"]) {
    expect(await ask(`/${how}/start`)).toBe('500 {"title');
    expect(await ask(`/${how}/pull`)).toBe('500 {"title');
    expect(await ask(`/${how}/second`)).toBe("200 cut off");
  }
  // The head of an event stream does not wait for its first event.
  await gate("/text/later");
  expect(await ask("/text/later")).toBe('500 {"title');
  expect(await ask("/events/later")).toBe("200 cut off");
  for (const when of ["start", "pull", "later", "second"])
    await expect.poll(() => output().split(`failed ${when}`).length - 1).toBeGreaterThanOrEqual(2);
  const events = await fetch(`${url}/events`);
  expect(events.headers.get("x-accel-buffering")).toBe("no");
  expect((await fetch(`${url}/text/pull`)).headers.get("x-accel-buffering")).toBeNull();
  // Nobody said what the world calls this server.
  expect(output().split("Absolute URLs begin with http://localhost:").length).toBe(2);
});

it("for commands that end", async () => {
  const root = await writeProject({ ...FILES, ...THROWS });
  const { code, stdout, stderr } = await run("render", "/idle.txt", root);
  expect([code, stdout]).toEqual([0, "idle"]);
  expect(stderr).toContain("nobody waits");
  expect((await run("routes", root)).code).toBe(0);
});

it("in a host that mounts the app, whose own mistakes stay its own", async () => {
  const root = await writeProject({
    ...FILES,
    "host.mjs": `
      import { createServer } from "node:http";
      import { createApp } from ${JSON.stringify(PACKAGE)};
      const app = await createApp({ root: import.meta.dirname });
      createServer(async (incoming, outgoing) => {
        if (incoming.url === "/host") Promise.reject(new Error("the host's own"));
        const answer = await app.fetch(new Request("http://test" + incoming.url));
        outgoing.writeHead(answer.status).end(await answer.text());
      }).listen(0, "127.0.0.1", function () { console.log("on http://127.0.0.1:" + this.address().port); });`,
  });
  const host = spawn(process.execPath, [join(root, "host.mjs")], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void host.kill("SIGKILL"));
  let text = "";
  for (const stream of [host.stdout, host.stderr])
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await expect.poll(() => /on (http:\S+)/.exec(text)?.[1]).toBeTruthy();
  const url = /on (http:\S+)/.exec(text)![1]!;
  const names = ["waits", "idle", "top", "later"] as const;
  const right = Object.fromEntries(names.map((name) => [name, ANSWERS[name]]));
  for (let round = 0; round < 2; round++) expect(await answers(url, names)).toEqual(right);
  expect(text).toContain("nobody waits");
  expect(text).toContain("left behind");
  expect(host.exitCode).toBeNull();
  await fetch(`${url}/host`).catch(() => {});
  await expect.poll(() => host.exitCode).toBe(1);
});
