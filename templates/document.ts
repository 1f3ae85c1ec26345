// A kind of asset of the site's own: a page of HTML. This is all that a kind needs.

import type { Asset } from "offprint";
import type { Html } from "./html.ts";
import { layout, type PageHead } from "./layout.ts";

export interface Page extends PageHead {
  body: Html;
}

/**
 * @param key everything that the page shows
 * @param page makes the page, when somebody wants its bytes
 */
export function document(key: unknown, page: () => Page, lastModified?: Date): Asset {
  return {
    types: ["text/html; charset=utf-8"],
    key: { kind: "document", key },
    lastModified,
    render: ({ url }) => layout(page(), url).text,
  };
}
