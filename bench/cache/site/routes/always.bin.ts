// Without a cache policy: validated on each use, rendered once.

import { made } from "../_made.ts";

export const GET = () => made("always", 40_000, 300);
