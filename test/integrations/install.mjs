// Puts this package into an example app as npm would: packed, and unpacked into its node_modules.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Its dependencies are the ones that this project was installed with. */
export function installOffprint(app) {
  const packed = mkdtempSync(join(tmpdir(), "offprint-pack-"));
  try {
    const [{ filename }] = JSON.parse(
      execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", packed], {
        cwd: ROOT,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );
    const target = join(app, "node_modules/offprint");
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    execFileSync("tar", ["-xzf", join(packed, filename), "-C", target, "--strip-components=1"]);
    symlinkSync(join(ROOT, "node_modules"), join(target, "node_modules"));
  } finally {
    rmSync(packed, { recursive: true, force: true });
  }
}
