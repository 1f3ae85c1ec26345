// createMiddleware of TanStack Start, and the order in which its chains run.

/** Result of `createMiddleware()`; each call of its builder adds to `options`. */
export interface StartMiddleware {
  options: {
    type?: "request" | "function";
    middleware?: readonly StartMiddleware[];
    server?: (context: MiddlewareContext) => unknown;
    [option: string]: unknown;
  };
}

/** Argument of a middleware's server function. */
export interface MiddlewareContext {
  request: Request;
  pathname: string;
  params: Record<string, string>;
  context: Record<string, unknown>;
  handlerType: "router";
  next(options?: { context?: Record<string, unknown> }): Promise<MiddlewareResult>;
}

/** Result of `next()`. A middleware may return another Response instead. */
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

function isStartMiddleware(value: unknown): value is StartMiddleware {
  return (
    typeof value === "object" && value !== null && "options" in value && typeof value.options === "object"
  );
}

/**
 * Each middleware after those that it names itself, none twice.
 * @throws TypeError for what is none: it may have been meant to be a guard, and must not be passed over.
 */
export function flatten(list: readonly unknown[], seen: Set<unknown> = new Set()): StartMiddleware[] {
  return list.flatMap((one) => {
    if (!isStartMiddleware(one))
      throw new TypeError(
        `A list of middleware holds ${one === undefined ? "undefined (do two modules import each other?)" : "something else"}: ` +
          "it takes what createMiddleware() gives.",
      );
    const before = flatten(one.options.middleware ?? [], seen);
    if (seen.has(one)) return before;
    seen.add(one);
    return before.concat(one);
  });
}
