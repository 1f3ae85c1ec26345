// Every reader of what strangers may send, with the pieces that hostile inputs for it are made of.

import type { Reader } from "./growth.ts";
import { HTTP } from "./readers/http.ts";
import { PICTURES } from "./readers/pictures.ts";
import { STYLES } from "./readers/styles.ts";
import { TEXT } from "./readers/text.ts";

export const READERS: readonly Reader[] = [...HTTP, ...TEXT, ...STYLES, ...PICTURES];
