// No-Vary-Search: which query parameters can make a difference to a URL's answer.

import { parseDictionary } from "./structured-fields.ts";

/** How the queries of one path are compared. */
export interface SearchRule {
  /** The order of different names makes no difference. */
  readonly anyOrder: boolean;
  /** Names that make no difference, or all but `except`. */
  readonly ignore: ReadonlySet<string> | "all";
  /** With `ignore: "all"`, the names that do. */
  readonly except: ReadonlySet<string>;
}

/** Names in the field are percent-encoded like a query; `+` is a space. */
const decode = (name: string) => new URLSearchParams(`${name}=`).keys().next().value ?? "";

function names(item: { type: string; value: unknown } | undefined): Set<string> | undefined {
  if (item?.type !== "list" || !Array.isArray(item.value)) return undefined;
  const found = new Set<string>();
  for (const inner of item.value as { type: string; value: unknown }[]) {
    if (inner.type !== "string" || typeof inner.value !== "string") return undefined;
    found.add(decode(inner.value));
  }
  return found;
}

/**
 * Parses a `No-Vary-Search` field.
 *
 * @returns `undefined` when it says nothing, or nothing that can be understood: then every
 * difference in the query counts, which is the rule without the field.
 *
 * @example
 * parseNoVarySearch('params, except=("size")');   // only `size` counts
 */
export function parseNoVarySearch(text: string): SearchRule | undefined {
  const members = parseDictionary(text);
  if (!members) return undefined;
  const order = members.get("key-order");
  if (order && order.type !== "boolean") return undefined;
  const params = members.get("params");
  const exceptItem = members.get("except");
  let ignore: ReadonlySet<string> | "all" = new Set<string>();
  if (params?.type === "boolean") ignore = params.value ? "all" : new Set();
  else if (params) {
    const listed = names(params);
    if (!listed) return undefined;
    ignore = listed;
  }
  let except: ReadonlySet<string> = new Set();
  if (exceptItem) {
    const listed = names(exceptItem);
    if (!listed || ignore !== "all") return undefined;
    except = listed;
  }
  const anyOrder = order?.type === "boolean" && order.value;
  if (!anyOrder && ignore !== "all" && ignore.size === 0) return undefined;
  return { anyOrder, ignore, except };
}

/**
 * The query with what makes no difference taken out, so that equal answers have one key.
 *
 * @param query what follows the `?`
 */
export function significantQuery(query: string, rule: SearchRule): string {
  const kept = [...new URLSearchParams(query)].filter(([name]) =>
    rule.ignore === "all" ? rule.except.has(name) : !rule.ignore.has(name),
  );
  const params = new URLSearchParams(kept);
  if (rule.anyOrder) params.sort();
  return params.toString();
}

/**
 * Two rules combined: a parameter is ignored if both ignore it. An app that looks at
 * one parameter only where another has a certain value tells of it only then; the union of all that it
 * ever told never gives one answer for another.
 */
export function bothRules(one: SearchRule, other: SearchRule): SearchRule | undefined {
  const anyOrder = one.anyOrder && other.anyOrder;
  if (one.ignore === "all" && other.ignore === "all")
    return { anyOrder, ignore: "all", except: new Set([...one.except, ...other.except]) };
  const [listed, rule] = one.ignore === "all" ? [other.ignore, one] : [one.ignore, other];
  const names = listed === "all" ? [] : [...listed];
  const ignore = new Set(
    names.filter((name) => (rule.ignore === "all" ? !rule.except.has(name) : rule.ignore.has(name))),
  );
  return anyOrder || ignore.size > 0 ? { anyOrder, ignore, except: new Set() } : undefined;
}
