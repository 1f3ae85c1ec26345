// Counts the random numbers that the process draws. An asset for which none was drawn is the same for all who ask for
// it at one moment; of one with a lottery ticket, a captcha or a token on it, each is to be given their own.

import { require } from "../require.ts";
import { syncBuiltinESMExports } from "node:module";

const WATCHED = Symbol.for("offprint.randomDraws");

interface Counter {
  count: number;
}

/** One counter per process, shared by all copies of the package. */
const counter: Counter = ((globalThis as { [WATCHED]?: Counter })[WATCHED] ??= watch());

/** Random numbers drawn so far in this process. If equal before and after a piece of work, the work drew none. */
export function randomDraws(): number {
  return counter.count;
}

function watch(): Counter {
  const made: Counter = { count: 0 };
  const watched = (owner: object, name: string): void => {
    const draw: unknown = Reflect.get(owner, name);
    if (typeof draw !== "function") return;
    const counting = function (this: unknown, ...given: unknown[]): unknown {
      made.count++;
      return Reflect.apply(draw, this, given);
    };
    Object.defineProperty(counting, "name", { value: draw.name });
    Object.defineProperty(owner, name, {
      value: counting,
      configurable: true,
      writable: true,
      enumerable: Object.prototype.propertyIsEnumerable.call(owner, name),
    });
  };
  watched(Math, "random");
  for (const name of ["getRandomValues", "randomUUID"])
    watched(Object.getPrototypeOf(crypto) as object, name);
  const node = require("node:crypto") as object;
  for (const name of ["randomBytes", "randomFill", "randomFillSync", "randomInt", "randomUUID"])
    watched(node, name);
  syncBuiltinESMExports();
  return made;
}
