// The command as a person or a script runs it: a process, its streams and its exit code.

import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeProject } from "../project.ts";
import { listen, run } from "./run.ts";

const HELLO = {
  "routes/hello/[name].txt.ts": "export function GET({ params }) { return `Hello, ${params.name}!\\n`; }",
};

describe("offprint routes", () => {
  it("lists methods, URL, file and type", async () => {
    const root = await writeProject({
      ...HELLO,
      "routes/rss.xml.ts": "export const GET = () => ''; export const POST = () => null",
    });
    const { code, stdout } = await run("routes", root);
    expect(code).toBe(0);
    expect(stdout).toMatch(/GET\s+\/hello\/:name\.txt\s+routes\/hello\/\[name\]\.txt\.ts\s+text\/plain/);
    expect(stdout).toMatch(/GET POST\s+\/rss\.xml\s+routes\/rss\.xml\.ts\s+application\/xml/);
  });

  it("greets an empty folder with a route to try", async () => {
    const { code, stderr } = await run("routes", await writeProject({ "package.json": "{}" }));
    expect(code).toBe(0);
    expect(stderr).toContain("No routes yet");
    expect(stderr).toContain("hello/[name].txt");
  });

  it("says what is wrong, in which file, with exit code 1", async () => {
    const { code, stderr } = await run(
      "routes",
      await writeProject({ "routes/a.ts": "export const Get = 1" }),
    );
    expect(code).toBe(1);
    expect(stderr).toContain("routes/a.ts: The export `Get` is not known. Did you mean `GET`?");
    expect(stderr).not.toContain("    at ");
  });

  it("names what an import lacks and what to do, in words and without the loader's own frames", async () => {
    const { code, stderr } = await run(
      "routes",
      await writeProject({
        "routes/a.ts": `import * as v from "@not/there/deep"; export const GET = () => v`,
        "routes/b.ts": `import { c } from "./c.ts"; export const GET = () => c`,
        "routes/d.png.ts": "export const GET = () => <div>x</div>",
      }),
    );
    expect(code).toBe(0);
    expect(stderr).toContain(
      "routes/a.ts imports @not/there/deep, which is not installed (npm install @not/there)",
    );
    expect(stderr).toContain("routes/b.ts imports ./c.ts, which is not there");
    expect(stderr).toContain("If there is JSX in it, call it routes/d.png.tsx");
    expect(stderr).not.toContain("jiti");
  });

  it.each([
    ["orgin: 1", "`orgin` is not known. Did you mean `origin`?"],
    ["cache: { memoryByte: 1 }", "`cache`: `memoryByte` is not known. Did you mean `memoryBytes`?"],
    ["pool: { sise: 4 }", "`pool`: `sise` is not known. Did you mean `size`?"],
    ["pool: { maxRss: '1GB' }", 'pool: `maxRss` must be a number from 67108864 on, not "1GB".'],
    ["maxDuration: '30s'", "`maxDuration` must be a number of seconds above 0"],
    ["serve: { allowedHost: [] }", "`serve`: `allowedHost` is not known. Did you mean `allowedHosts`?"],
    ['fonts: "typefaces"', "there is no folder typefaces"],
  ])("knows what a configuration may say: %s", async (config, message) => {
    const files = { ...HELLO, "offprint.config.ts": `export default { ${config} }` };
    const { code, stderr } = await run("routes", await writeProject(files));
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});

describe("offprint render", () => {
  it("writes to standard output when piped, and to a file with -o", async () => {
    const root = await writeProject(HELLO);
    expect(await run("render", "/hello/you.txt", "--root", root)).toMatchObject({
      code: 0,
      stdout: "Hello, you!\n",
    });
    const file = join(root, "out.txt");
    expect(await run("render", "/hello/file.txt", "-o", file, "--root", root)).toMatchObject({
      code: 0,
      stdout: "",
    });
    expect(await readFile(file, "utf8")).toBe("Hello, file!\n");
  });

  it("ends with 22 when the answer is no success, and leaves no file", async () => {
    const root = await writeProject(HELLO);
    const ran = await run("render", "/nothing", "-o", join(root, "x"), "--root", root);
    expect(ran.code).toBe(22);
    expect(ran.stderr).toContain("404 /nothing");
    await expect(readFile(join(root, "x"))).rejects.toThrow();
  });

  it("leaves no half file when the stream fails", async () => {
    const root = await writeProject({
      "routes/a.txt.ts": `export async function* GET() { yield "a"; await new Promise((r) => setTimeout(r, 20)); throw new Error("late") }`,
    });
    const ran = await run("render", "/a.txt", "-o", join(root, "x"), "--root", root);
    expect(ran.code).toBe(1);
    await expect(readFile(join(root, "x"))).rejects.toThrow();
  });
});

describe("offprint start", () => {
  it("serves any folder with routes/, and stops on SIGTERM with exit code 0", async () => {
    const { url, child, output } = await listen("start", await writeProject(HELLO));
    expect(await (await fetch(`${url}/hello/world.txt?signature=secret`)).text()).toBe("Hello, world!\n");
    const exited = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGTERM");
    expect(await exited).toBe(0);
    // Lines of the log that waited to be written are written at the exit.
    const line = output()
      .split("\n")
      .find((text) => text.includes('"msg":"request"'));
    expect(line).not.toContain("secret");
    expect(JSON.parse(line!)).toMatchObject({
      method: "GET",
      path: "/hello/world.txt",
      status: 200,
    });
  });

  it("says once what it leaves to the framework, however many children find it", async () => {
    const root = await writeProject({
      "app/page.tsx": "export default function Page() { return null }",
      "app/rss.xml/route.ts": "export const GET = () => new Response('<rss/>')",
    });
    const { url, output } = await listen("start", join(root, "app"), "--convention", "next");
    await expect
      .poll(() => fetch(`${url}/metrics`).then((r) => r.text()))
      .toMatch(/offprint_children_ready [2-9]/);
    expect(output().match(/page\.tsx: A page: left to the framework\./g)).toHaveLength(1);
  });

  it("knows a command it does not have, and a folder that is not there", async () => {
    expect((await run("sevre")).stderr).toContain("offprint --help");
    expect(await run("start", "/no/such/folder")).toMatchObject({ code: 1 });
  });
});

describe("offprint purge", () => {
  it("makes a running server forget a tag or a path, and nothing else", async () => {
    const root = await writeProject({
      "routes/[id].txt.ts":
        "export const cache = { maxAge: '1h', tags: ({ params }) => ['post:' + params.id] }; export const GET = () => String(performance.now())",
    });
    const { url } = await listen("start", root);
    const text = async (id: string): Promise<string> => (await fetch(`${url}/${id}.txt`)).text();
    const first = [await text("a"), await text("b"), await text("c")];
    expect([await text("a"), await text("b"), await text("c")]).toEqual(first);
    expect(await run("purge", root, "--tag", "post:a", "--path", "/b.txt")).toMatchObject({ code: 0 });
    await expect.poll(() => text("a")).not.toBe(first[0]);
    await expect.poll(() => text("b")).not.toBe(first[1]);
    expect(await text("c")).toBe(first[2]);
    expect((await run("purge", root, "--path", "b.txt")).stderr).toContain("--path takes a path");
  });
});

describe("offprint routes --images", () => {
  it("says for each example which way its image is made, and why", async () => {
    const root = await writeProject({
      "routes/[id].[ext(png|jpg)].tsx": `import { image } from "offprint";
        export const examples = [{ id: "plain" }, { id: "other" }];
        export const GET = ({ params }) =>
          image(<div lang={params.id === "other" ? "ja" : undefined} style={{ display: "flex", fontSize: 60 }}>{params.id}</div>)`,
      "routes/vector.svg.tsx": `import { image } from "offprint";
        export const examples = [{}];
        export const GET = () => image(<div style={{ display: "flex" }}>vector</div>)`,
    });
    const { code, stdout } = await run("routes", root, "--images");
    expect(code).toBe(0);
    expect(stdout).toMatch(/\/plain\.png\s+layout\n/);
    expect(stdout).toMatch(/\/other\.png\s+(?:layout|drawing\s+<div lang>)\n/);
    expect(stdout).toMatch(/\/vector\.svg\s+general\s+it is an SVG\n/);
  });
});

describe("offprint dev", () => {
  it("serves the new code after a change, and recovers from a mistake", async () => {
    const root = await writeProject(HELLO);
    const file = join(root, "routes/hello/[name].txt.ts");
    const { url, output } = await listen("dev", root);
    const text = async (): Promise<string> => {
      try {
        return await (await fetch(`${url}/hello/x.txt`)).text();
      } catch {
        return "";
      }
    };
    expect(await text()).toBe("Hello, x!\n");
    await writeFile(file, "export const GET = () => 'changed'");
    await expect.poll(text).toBe("changed");
    await writeFile(file, "export const get = 1");
    await expect.poll(() => output().includes("Did you mean `GET`")).toBe(true);
    await writeFile(file, "export const GET = () => 'mended'");
    await expect.poll(text).toBe("mended");
  });

  it("shows in the browser what is wrong with a file, and knows which files there are", async () => {
    const root = await writeProject(HELLO);
    const file = join(root, "routes/hello/[name].txt.ts");
    const { url } = await listen("dev", root);
    const answer = async (path: string) => {
      const response = await fetch(url + path).catch(() => undefined);
      return response ? `${response.status} ${await response.text()}` : "";
    };
    const shows = (path: string, text: RegExp) => expect.poll(() => answer(path)).toMatch(text);
    await shows("/hello/x.txt", /^200 Hello/);
    await writeFile(file, "export const GET = ( => 1;");
    await shows("/hello/x.txt", /^500 routes\/hello\/\[name\]\.txt\.ts\n[^]*SyntaxError|ParseError/);
    await writeFile(file, "export const GET = () => { throw new Error('in the handler'); }");
    await shows("/hello/x.txt", /^500 [^]*in the handler\n\s+at [^]*\[name\]\.txt\.ts/);
    await writeFile(join(root, "routes/new.txt.ts"), "export const GET = () => 'new'");
    await shows("/new.txt", /^200 new$/);
    await rm(file);
    await shows("/hello/x.txt", /^404 /);
  });
});
