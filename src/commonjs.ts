// Packages in CommonJS. Before an import, Node would read their source for the names of their exports,
// which takes longer than running it.

import { createRequire } from "node:module";

export const require = createRequire(import.meta.url);
