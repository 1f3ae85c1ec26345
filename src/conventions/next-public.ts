// public/: files that are served as they are.

import { escapeLiteral } from "./literal.ts";
import { getOnly, staticFile } from "./next-metadata.ts";
import type { Route } from "../routing/route.ts";
import { extensionOf, typeOfExtension } from "../http/types.ts";
import type { Surroundings } from "./convention.ts";

/**
 * A route for each file of the folder. Where a route has the same address, that answers.
 *
 * @param folder as seen from the routes: `../public`
 */
export async function publicRoutes(folder: string, around: Surroundings): Promise<Route[]> {
  return (await around.files(folder)).map((file) => {
    const path = file.path.slice(folder.length);
    const type = typeOfExtension(extensionOf(path)) ?? "application/octet-stream";
    const pattern = path.split("/").map(escapeLiteral).join("/");
    return getOnly({ pattern, file: file.name, type, yields: true }, staticFile(file, type));
  });
}
