// The version of React Router that a project is written for.

import { dependenciesOf, majorOf } from "./dependency.ts";

/** Newest supported major version, and the default. */
const NEWEST = 8;

/** The major version of React Router that a folder's project depends on. Remix 2 counts as 6, whose router it has. */
export function routerVersion(dir: string): number {
  const needed = dependenciesOf(dir);
  const name = ["react-router", "react-router-dom"].find((one) => needed[one] !== undefined);
  if (name !== undefined) return majorOf(dir, name) ?? majorOf(dir, "react-router") ?? NEWEST;
  return Object.keys(needed).some((one) => one.startsWith("@remix-run/")) ? 6 : NEWEST;
}
