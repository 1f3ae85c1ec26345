// createServerFn of TanStack Start, as a server calls it: a function with middleware and a validator around it.

import { ambientIfAny, type Ambient } from "../ambient.ts";
import { isResponse } from "../../http/reply.ts";
import { flatten, type StartMiddleware } from "./middleware.ts";
import { isRedirect } from "./router.ts";

const GLOBAL = Symbol.for("offprint.tanstack.functions");

/** Middleware of `src/start.ts`: what runs around every function, and what already ran around the request. */
interface Global {
  functionMiddleware: readonly unknown[];
  requestMiddleware: readonly unknown[];
}

/** Tells the functions that are called during a request what `src/start.ts` puts around them. */
export function enterFunctions(current: Ambient, global: Global): void {
  current.state.set(GLOBAL, global);
}

type Run = (call: Call) => unknown;

interface Options {
  method?: string;
  middleware?: readonly unknown[];
  validator?: unknown;
  [option: string]: unknown;
}

/** Argument of the function and of its middleware. */
interface Call {
  data: unknown;
  context: Record<string, unknown>;
  method: string;
  signal: AbortSignal | undefined;
  headers: HeadersInit | undefined;
  request: Request | undefined;
  sendContext?: Record<string, unknown>;
  result?: unknown;
}

interface CallOptions {
  data?: unknown;
  signal?: AbortSignal;
  headers?: HeadersInit;
}

interface ServerFnBuilder {
  (more?: Options): ServerFnBuilder;
  options: Options;
  middleware(list: readonly unknown[]): ServerFnBuilder;
  validator(validator: unknown): ServerFnBuilder;
  inputValidator(validator: unknown): ServerFnBuilder;
  handler(run: Run): (call?: CallOptions) => Promise<unknown>;
}

/**
 * A function for handlers and other functions of this server. The URL that pages would call it by is the
 * framework's, and is not served.
 */
export function createServerFn(given: Options = {}): ServerFnBuilder {
  const options: Options = { method: "GET", ...given };
  const validator = (value: unknown) => createServerFn({ ...options, validator: value });
  return Object.assign((more?: Options) => createServerFn({ ...options, ...more }), {
    options,
    middleware: (list: readonly unknown[]) =>
      createServerFn({ ...options, middleware: [...(options.middleware ?? []), ...list.flatMap(opened)] }),
    validator,
    inputValidator: validator,
    handler: (run: Run) =>
      Object.assign((call: CallOptions = {}) => execute(run, options, call), { method: options.method }),
  });
}

/** A builder in a list of middleware stands for the middleware that it holds. */
function opened(one: unknown): readonly unknown[] {
  return typeof one === "function" && "handler" in one
    ? ((one as unknown as ServerFnBuilder).options.middleware ?? [])
    : [one];
}

/** As there: what middleware has for the client runs first, and what it sends is the server's context. */
async function execute(run: Run, options: Options, { data, signal, headers }: CallOptions): Promise<unknown> {
  const current = ambientIfAny();
  const global = current?.state.get(GLOBAL) as Global | undefined;
  const own = { options: { ...options, middleware: undefined } } as StartMiddleware;
  const list = [...(global?.functionMiddleware ?? []), ...(options.middleware ?? []), own];
  const call: Call = {
    data,
    context: {},
    method: options.method!,
    signal,
    headers,
    request: current?.request,
  };
  const client = await chain("client", flatten(list), call, async (last) => {
    const done = new Set<unknown>();
    flatten(global?.requestMiddleware ?? [], done);
    const inside = { ...last, context: { ...last.sendContext, ...current?.event.context } };
    return chain("server", flatten(list, done), inside, async (at) => ({ ...at, result: await run(at) }));
  });
  return client.result;
}

type Step = (options: Partial<Call>) => unknown;

/** Runs the middleware of one side around `last`; each goes on by its `next()`. */
async function chain(
  side: "client" | "server",
  list: readonly StartMiddleware[],
  call: Call,
  last: (call: Call) => Promise<Call>,
): Promise<Call> {
  const [one, ...inner] = list;
  if (!one) return last(call);
  const at =
    side === "server" && one.options.validator !== undefined
      ? { ...call, data: await validated(one.options.validator, call.data) }
      : call;
  const run = one.options[side] as ((given: Call & { next: Step }) => unknown) | undefined;
  if (!run) return chain(side, inner, at, last);
  const next: Step = (more = {}) =>
    chain(
      side,
      inner,
      {
        ...at,
        ...more,
        context: { ...at.context, ...more.context },
        sendContext: { ...at.sendContext, ...more.sendContext },
      },
      last,
    );
  const value = await run({ ...at, next });
  if (isResponse(value)) {
    if (isRedirect(value)) throw value;
    return { ...at, result: value };
  }
  if (!value)
    throw new Error(
      "User middleware returned undefined. You must call next() or return a result in your middlewares.",
    );
  return value as Call;
}

interface Validator {
  "~standard"?: {
    validate(
      input: unknown,
    ): { value: unknown; issues?: unknown } | Promise<{ value: unknown; issues?: unknown }>;
  };
  parse?(input: unknown): unknown;
}

async function validated(validator: unknown, input: unknown): Promise<unknown> {
  const { "~standard": standard, parse } = validator as Validator;
  if (standard) {
    const result = await standard.validate(input);
    if (result.issues) throw new Error(JSON.stringify(result.issues, undefined, 2));
    return result.value;
  }
  if (parse) return (validator as Required<Validator>).parse(input);
  if (typeof validator === "function") return (validator as (input: unknown) => unknown)(input);
  throw new TypeError("A validator of a server function must be a schema or a function.");
}
