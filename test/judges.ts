// Outside judges: programs that are not ours, when they are installed.

import { execFileSync } from "node:child_process";

/**
 * Whether a program is there. Says so in a line when it is not, since a test is skipped then; with
 * `REQUIRE_JUDGES=1`, as in CI, that is a failure.
 */
export function hasProgram(name: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore" });
    return true;
  } catch {
    if (process.env.REQUIRE_JUDGES === "1")
      throw new Error(
        `${name} is not installed, and REQUIRE_JUDGES says that no test may be skipped for want of it.`,
      );
    console.log(`${name} is not installed: the tests that it judges are skipped.`);
    return false;
  }
}

/** Well-formed by xmllint, and valid where a schema is given; throws with its words otherwise. */
export function xmllint(xml: string | Uint8Array, schema?: string): void {
  const args = ["--noout", "--nonet", "--huge", ...(schema ? ["--schema", schema] : []), "-"];
  execFileSync("xmllint", args, { input: xml, stdio: ["pipe", "pipe", "pipe"] });
}

/** Debian's Python, which has Debian's packages; another in the path may have none. */
export const PYTHON = "/usr/bin/python3";

/** What a script of Python prints, as JSON; throws with its words when it fails. */
export function python(script: string, ...args: string[]): unknown {
  const output = execFileSync(PYTHON, ["-c", script, ...args], { stdio: "pipe", maxBuffer: 2 ** 28 });
  return JSON.parse(output.toString());
}

/** Whether Debian's Python has a module, such as `openpyxl`; as {@link hasProgram}. */
export function hasPython(module: string): boolean {
  if (!hasProgram(PYTHON)) return false;
  try {
    execFileSync(PYTHON, ["-c", `import ${module}`], { stdio: "ignore" });
    return true;
  } catch (cause) {
    if (process.env.REQUIRE_JUDGES === "1") throw new Error(`python3-${module} is not installed.`, { cause });
    console.log(`python3-${module} is not installed: the tests that it judges are skipped.`);
    return false;
  }
}
