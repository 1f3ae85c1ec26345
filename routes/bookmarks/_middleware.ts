// Bookmarks are personal: everything but asking for the methods needs the token.

import { HttpError, type Middleware } from "offprint";
import { isAuthorized } from "./_token.ts";

export const middleware: Middleware = async ({ request }, next) => {
  if (request.method === "OPTIONS" || (await isAuthorized(request.headers.get("authorization"))))
    return next();
  throw new HttpError(401, {
    reason: "Send the token: Authorization: Bearer …",
    headers: { "www-authenticate": 'Bearer realm="bookmarks"' },
  });
};
