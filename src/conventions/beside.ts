// Modules that lie among routes and are none in any convention.

/** True for declarations of types, tests and stories: `feed.test.ts`, `card.stories.tsx`. */
export function isBeside(path: string): boolean {
  return /\.(?:d|test|spec|stories)\.[cm]?[jt]sx?$/.test(path);
}
