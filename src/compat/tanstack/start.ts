// @tanstack/react-start as far as server routes need it: createMiddleware, createStart, json.

/** What `createMiddleware()` gives; each call of its builder adds to `options`. */
export interface StartMiddleware {
  options: {
    type?: "request" | "function";
    middleware?: readonly StartMiddleware[];
    server?: (context: MiddlewareContext) => unknown;
    [option: string]: unknown;
  };
}

/** What a middleware's server function is given. */
export interface MiddlewareContext {
  request: Request;
  pathname: string;
  params: Record<string, string>;
  context: Record<string, unknown>;
  handlerType: "router";
  next(options?: { context?: Record<string, unknown> }): Promise<MiddlewareResult>;
}

/** What `next()` gives. A middleware may put another Response in its place. */
export interface MiddlewareResult extends Omit<MiddlewareContext, "next" | "handlerType"> {
  response: Response;
}

interface MiddlewareBuilder extends StartMiddleware {
  middleware(before: readonly StartMiddleware[]): MiddlewareBuilder;
  server(server: (context: MiddlewareContext) => unknown): MiddlewareBuilder;
  client(client: unknown): MiddlewareBuilder;
  validator(validator: unknown): MiddlewareBuilder;
  inputValidator(validator: unknown): MiddlewareBuilder;
}

export function createMiddleware(options: StartMiddleware["options"] = {}): MiddlewareBuilder {
  const whole = { type: "request" as const, ...options };
  const adding = (name: string) => (value: unknown) => createMiddleware({ ...whole, [name]: value });
  return {
    options: whole,
    middleware: adding("middleware"),
    server: adding("server"),
    client: adding("client"),
    validator: adding("validator"),
    inputValidator: adding("validator"),
  };
}

export function isStartMiddleware(value: unknown): value is StartMiddleware {
  return (
    typeof value === "object" && value !== null && "options" in value && typeof value.options === "object"
  );
}

/** What `src/start.ts` exports as `startInstance`. */
export interface StartInstance {
  getOptions():
    | Promise<{ requestMiddleware?: readonly StartMiddleware[] }>
    | { requestMiddleware?: readonly StartMiddleware[] };
}

/** What `import … from "@tanstack/react-start"` finds. */
export const tanstackStart = {
  createMiddleware,
  createStart: (getOptions: StartInstance["getOptions"]) => ({ getOptions, createMiddleware }),
  createServerOnlyFn: <T>(work: T): T => work,
  createIsomorphicFn: () => isomorphic(() => undefined),
  json: (payload: unknown, init?: ResponseInit): Response => Response.json(payload, init),
};

/** On a server, an isomorphic function is its server side. */
function isomorphic(work: (...args: unknown[]) => unknown): unknown {
  return Object.assign((...args: unknown[]) => work(...args), {
    server: (server: (...args: unknown[]) => unknown) => isomorphic(server),
    client: () => isomorphic(work),
  });
}
