// Which code points a face has: sorted, separate ranges, looked up by halving.

/** `[first, last, first, last, …]`, ascending and never touching. */
export type Ranges = Uint32Array;

export function inRanges(ranges: Ranges, codePoint: number): boolean {
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (codePoint < ranges[2 * middle]!) high = middle - 1;
    else if (codePoint > ranges[2 * middle + 1]!) low = middle + 1;
    else return true;
  }
  return false;
}

/** How many code points from `first` to `last` are in the ranges. */
export function countInRanges(ranges: Ranges, first: number, last: number): number {
  let count = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    const overlap = Math.min(ranges[i + 1]!, last) - Math.max(ranges[i]!, first) + 1;
    if (overlap > 0) count += overlap;
  }
  return count;
}

/** Ranges as text: the distance from the last range and the length of each, in base 36. */
export function encodeRanges(ranges: Ranges): string {
  const parts: string[] = [];
  let at = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    const [first, last] = [ranges[i]!, ranges[i + 1]!];
    const length = last - first;
    parts.push((first - at).toString(36) + (length ? `.${length.toString(36)}` : ""));
    at = last;
  }
  return parts.join(" ");
}

export function decodeRanges(text: string): Ranges {
  const parts = text.split(" ");
  const ranges = new Uint32Array(parts.length * 2);
  let at = 0;
  parts.forEach((part, i) => {
    const [distance, length] = part.split(".");
    const first = at + Number.parseInt(distance!, 36);
    at = first + (length ? Number.parseInt(length, 36) : 0);
    ranges[2 * i] = first;
    ranges[2 * i + 1] = at;
  });
  return ranges;
}
