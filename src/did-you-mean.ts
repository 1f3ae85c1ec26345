// "Did you mean …?": the nearest known name by edit distance.

/**
 * Names what is not known, and what was probably meant.
 *
 * @example
 * unknownName("maxage", ["maxAge", "vary"]); // `maxage` is not known. Did you mean `maxAge`? Valid are maxAge, vary.
 */
export function unknownName(name: string, known: readonly string[]): string {
  const near = known.find((one) => isNear(name, one));
  return `\`${name}\` is not known. ${near ? `Did you mean \`${near}\`? ` : ""}Valid are ${known.join(", ")}.`;
}

/**
 * Refuses names that a kind of input does not know: an option that is left out without a word would be missed late.
 *
 * @param what stands before the message, such as `feed(): item 3`
 * @throws TypeError naming the first of them, and what was probably meant
 *
 * @example
 * refuseUnknown("robots(): a rule", { userAgents: "*" }, ["userAgent", "allow"]); // Did you mean `userAgent`?
 */
export function refuseUnknown(what: string, value: object, known: readonly string[]): void {
  for (const name of Object.keys(value))
    if (!known.includes(name)) throw new TypeError(`${what}: ${unknownName(name, known)}`);
}

/** Another case, or one or two letters too many, too few or wrong. */
function isNear(name: string, known: string): boolean {
  const a = name.toLowerCase();
  const b = known.toLowerCase();
  if (a === b) return true;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]! <= Math.min(2, Math.floor(known.length / 3));
}
