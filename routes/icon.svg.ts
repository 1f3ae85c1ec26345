// GET /icon.svg: the site's icon.

import type { CachePolicy } from "offprint";
import { icon } from "../templates/icon.ts";

export const cache: CachePolicy = { maxAge: "1d", staleWhileRevalidate: "30d" };

export const GET = () => icon;
