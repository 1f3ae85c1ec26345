// The imports of a resource route in React Router and Remix, by specifier.

import { pathFunctions } from "./react-router-match.ts";
import { reactRouter, remixReact, remixServer } from "./react-router.ts";
import { createSessionStorage, type SessionIdStorageStrategy } from "./sessions.ts";
import { standIn } from "./stand-in.ts";

const SERVERS = ["node", "cloudflare", "deno", "server-runtime"];

/** Further exports of adapter packages; only a module that starts a server calls them. */
const ADAPTERS: Record<string, readonly string[]> = {
  architect: ["createRequestHandler", "createArcTableSessionStorage"],
  cloudflare: ["createRequestHandler", "createPagesFunctionHandler"],
  express: ["createRequestHandler"],
  node: ["createRequestListener"],
  serve: [],
};

/** Cloudflare's store of keys and values. */
interface KeyValues {
  get(key: string, type: "json"): Promise<Record<string, unknown> | null>;
  put(key: string, value: string, options?: { expiration?: number }): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Sessions in the store that a binding of Cloudflare gives, or anything of its shape. */
function createWorkersKVSessionStorage({
  cookie,
  kv,
}: Pick<SessionIdStorageStrategy, "cookie"> & { kv: KeyValues }) {
  const write = (id: string, data: Record<string, unknown>, expires?: Date) =>
    kv.put(id, JSON.stringify(data), {
      expiration: expires ? Math.round(expires.getTime() / 1_000) : undefined,
    });
  return createSessionStorage({
    cookie,
    async createData(data, expires) {
      const id = crypto.randomUUID();
      await write(id, data, expires);
      return id;
    },
    readData: (id) => kv.get(id, "json"),
    updateData: write,
    deleteData: (id) => kv.delete(id),
  });
}

/**
 * All that a source in this convention may import.
 *
 * @param version the major version of React Router that it is written for
 */
export function remixModules(version: number): Record<string, Record<string, unknown>> {
  const paths = pathFunctions(version);
  const router = { ...reactRouter, ...paths };
  const all: Record<string, Record<string, unknown>> = {
    "react-router": router,
    "react-router-dom": router,
    "@remix-run/react": { ...remixReact, ...paths },
    "@shopify/remix-oxygen": {
      ...remixServer,
      ...notHere("@shopify/remix-oxygen", ["createRequestHandler", "getStorefrontHeaders"]),
    },
  };
  for (const name of new Set([...SERVERS, ...Object.keys(ADAPTERS)]))
    for (const scope of ["@remix-run", "@react-router"])
      all[`${scope}/${name}`] = {
        ...(SERVERS.includes(name) && remixServer),
        ...(name === "cloudflare" && { createWorkersKVSessionStorage }),
        ...notHere(`${scope}/${name}`, ADAPTERS[name] ?? []),
      };
  return Object.fromEntries(Object.entries(all).map(([name, exports]) => [name, standIn(name, exports)]));
}

/** Names that can be imported and not be called: they are of the framework's own server. */
function notHere(specifier: string, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      () => {
        throw new Error(
          `\`${name}\` of "${specifier}" is of the framework's own server, and Offprint is the server here.`,
        );
      },
    ]),
  );
}
