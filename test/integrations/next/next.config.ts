import path from "node:path";
import type { NextConfig } from "next";

// The repository above has a lockfile too: without a word, Next.js would warn that it had to guess.
const root = path.join(process.cwd(), "../../..");

export default {
  // Offprint loads route files and native modules by itself: Next.js leaves it as it is.
  serverExternalPackages: ["offprint"],
  turbopack: { root },
  outputFileTracingRoot: root,
} satisfies NextConfig;
