// The arguments of a cached function as a text: two that the function could tell apart never have the same.

/**
 * The text of plain data. Each kind of value begins with a character of its own, so that none can be spelled by
 * another: a date, a `Map` or `undefined` not by what a visitor has sent as JSON, either.
 *
 * @param within the objects around it, by which a cycle is known
 * @throws TypeError for what holds more than its text would say: functions, class instances, hidden properties and
 *   those named by symbols, cycles
 */
export function argumentKey(value: unknown, within: Set<object> = new Set()): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "undefined":
    case "boolean":
      return String(value);
    case "object":
      break;
    default:
      throw refusal();
  }
  if (value === null) return "null";
  if (within.has(value)) throw refusal();
  within.add(value);
  const text = objectKey(value, within);
  within.delete(value);
  return text;
}

function objectKey(value: object, within: Set<object>): string {
  if (value instanceof URL) return `U${JSON.stringify(value.href)}`;
  const list = (values: Iterable<unknown>) => Array.from(values, (each) => argumentKey(each, within)).join();
  const names = Reflect.ownKeys(value);
  if (Array.isArray(value)) {
    if (!names.every(isPlace)) throw refusal();
    return `[${list(value)}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return `{${names.map((name) => property(value, name, within)).join()}}`;
  if (names.length > 0) throw refusal();
  if (prototype === Date.prototype) return `D${(value as Date).getTime()}`;
  if (prototype === Map.prototype) return `M[${list(value as Map<unknown, unknown>)}]`;
  if (prototype === Set.prototype) return `S[${list(value as Set<unknown>)}]`;
  throw refusal();
}

function isPlace(name: string | symbol): boolean {
  return name === "length" || (typeof name === "string" && /^\d+$/.test(name));
}

function property(value: object, name: string | symbol, within: Set<object>): string {
  if (typeof name === "symbol" || !Object.prototype.propertyIsEnumerable.call(value, name)) throw refusal();
  return `${JSON.stringify(name)}:${argumentKey((value as Record<string, unknown>)[name], within)}`;
}

function refusal(): TypeError {
  return new TypeError(
    "A cached function can be told apart by plain data only: its arguments hold something else.",
  );
}
