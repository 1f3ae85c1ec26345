// Names of requests: short, unlike any other process's, and in order.

const DIGITS = [..."0123456789abcdefghijklmnopqrstuvwxyz"];
/** The last two digits of a name: writing a number in base 36 costs as much as writing two header fields. */
const ENDS = DIGITS.flatMap((tens) => DIGITS.map((ones) => tens + ones));

/** Makes the function that gives each request a name, such as `3f2a9c1e-00` and `3f2a9c1e-01`. */
export function createIds(): () => string {
  const start = crypto.randomUUID().slice(0, 8);
  let rounds = 0;
  let prefix = `${start}-`;
  let next = 0;
  return () => {
    if (next === ENDS.length) {
      next = 0;
      prefix = `${start}-${(++rounds).toString(36)}`;
    }
    return prefix + ENDS[next++]!;
  };
}
