import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^offprint$/, replacement: at("./src/index.ts") },
      { find: /^offprint\/jsx-(dev-)?runtime$/, replacement: at("./src/jsx-runtime.ts") },
    ],
  },
  oxc: { jsx: { runtime: "automatic", importSource: "offprint" } },
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/fixtures/**", "test/integrations/**", "node_modules/**"],
    // Of what hangs: several times as long as any test takes beside a busy loop on each core.
    testTimeout: 120_000 * Number(process.env.FC_RUNS ?? 1),
    hookTimeout: 120_000,
    expect: { poll: { timeout: 50_000 } },
    pool: "forks",
    maxWorkers: "100%", // by default one core has nothing to do, of two
    globalSetup: ["test/build.ts"],
    setupFiles: ["test/random.ts"],
  },
});
