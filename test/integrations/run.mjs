// Builds each example app for production with Offprint mounted in it, and drives it over HTTP.
// node test/integrations/run.mjs [next] [react-router] [tanstack]

import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, checkBroken } from "./check.mjs";
import { differencesOf, makeTable, readTable } from "../compat/names/make.mjs";
import { installOffprint } from "./install.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const APPS = ["next", "react-router", "tanstack"];

/** The first version of a range such as `>=22.12`, against the Node that runs this. */
function suits(range) {
  const wanted = range.match(/\d+/g).map(Number);
  const here = process.versions.node.split(".").map(Number);
  for (const [index, part] of wanted.entries()) if (here[index] !== part) return here[index] > part;
  return true;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function listening(url, child) {
  for (let tries = 0; tries < 150; tries++) {
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`);
    const up = await fetch(url).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("it did not start within 30 s");
}

async function run(name) {
  const folder = join(HERE, name);
  const { engines } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (engines && !suits(engines.node)) {
    console.log(`${name}: SKIPPED, it needs Node ${engines.node} and this is ${process.versions.node}`);
    return 0;
  }
  console.log(`${name}: installing and building`);
  const started = Date.now();
  const options = {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  };
  if (!process.argv.includes("--no-install"))
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--silent"], options);
  installOffprint(folder);
  const differences = differencesOf(readTable(name), await makeTable(name));
  if (differences.length > 0) {
    console.log(`  FAIL  exports differ from test/compat/names/${name}.json; its make.mjs makes it anew`);
    console.log(differences.map((one) => `        ${one}`).join("\n"));
  }
  execFileSync("npm", ["run", "--silent", "build"], options);
  console.log(`${name}: built in ${Math.round((Date.now() - started) / 1000)} s`);
  const differ = differences.length > 0 ? 1 : 0;
  return (
    differ + (await drive(folder, options, check)) + (await drive(folder, options, checkBroken, "../broken"))
  );
}

/** Starts what was built, with a folder of assets, and asserts over HTTP; the number of steps that failed. */
async function drive(folder, options, steps, assets = "../assets") {
  const port = await freePort();
  // A group of its own, so that what npm starts ends with it.
  const child = spawn("npm", ["run", "--silent", "start"], {
    ...options,
    // The log of the mistake is expected; check.mjs says what is not.
    stdio: ["ignore", "ignore", assets === "../broken" ? "ignore" : "inherit"],
    detached: true,
    env: {
      ...options.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      NODE_ENV: "production",
      OFFPRINT_ASSETS: assets,
    },
  });
  try {
    await listening(`http://localhost:${port}/`, child);
    return await steps(`http://localhost:${port}`);
  } catch (error) {
    console.log(`  FAIL  ${error.message}`);
    return 1;
  } finally {
    if (child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  }
}

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
let failed = 0;
for (const name of asked.length > 0 ? asked : APPS) failed += await run(name);
process.exit(failed > 0 ? 1 : 0);
