// A digest of all that was deployed: the same files give the same entity tags on every machine.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scan } from "../load/scan.ts";

/** Files whose content can change what a route answers. Fonts have a digest of their own. */
const SOURCE = /\.(?:[cm]?[jt]sx?|json|css|svg|md|txt|html|xml|ya?ml)$/;
const LOCKFILES = new Set([
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "bun.lock",
]);

/**
 * The digest of a project's own files, its lockfile, the fonts and this package's version.
 * A deploy that changed any of them changes every entity tag.
 */
export async function buildDigest(root: string, fontsDigest: string): Promise<string> {
  const hash = createHash("sha256").update(fontsDigest).update(process.versions.node.split(".")[0]!);
  const files = (await scan(root)).filter(
    (path) => (SOURCE.test(path) && !/^(?:test|tests|docs|bench)\//.test(path)) || LOCKFILES.has(path),
  );
  // Read in one go: before the start, with nothing to wait for, a thousand promises cost more than the files.
  for (const path of files)
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)));
  // Our own code is part of the build, also where it runs from a checkout.
  const own = fileURLToPath(new URL("..", import.meta.url));
  for (const path of (await scan(own)).filter((path) => SOURCE.test(path) && !path.endsWith(".d.ts")))
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(own, path)));
  return hash.digest("base64url").slice(0, 16);
}
