// An answer before it becomes a `Response`.

import type { Body } from "../asset.ts";
import type { HeaderMap } from "./header-map.ts";

/** Status, headers and body, of which a buffered one is still recognisable as such. */
export interface Reply {
  status: number;
  headers: HeaderMap;
  body: Body | null;
}
