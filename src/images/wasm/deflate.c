// Raw deflate for rows of pixels: a matcher that tries the pixel before, the row above and two hashed positions, and takes the
// best at once; then one Huffman block (the fixed code where that is shorter). Trying more, or looking a byte ahead,
// saves a twelfth of the bytes of text and costs half as much time again.
#include "wasm.h"

enum { LITERALS = 286, DISTANCES = 30, MATCH_MAX = 258, WINDOW = 32768, HASH_BITS = 12 };
/** Length of a match from which no longer one is looked for. */
enum { GOOD = 32 };
#define MATCH 0x80000000u

// --- matching -------------------------------------------------------------------------------------

static u32 *tokens, tokens_room, token_count;
static u32 literal_uses[LITERALS], distance_uses[DISTANCES];

static inline u32 length_symbol(u32 m) { // m = length - 3
  if (m == 255) return 285;
  if (m < 8) return 257 + m;
  u32 k = 31 - __builtin_clz(m);
  return 253 + 4 * k + ((m >> (k - 2)) & 3);
}
static inline u32 length_extra(u32 m) { return m < 8 || m == 255 ? 0 : 29 - __builtin_clz(m); }
static inline u32 distance_symbol(u32 d) { // d = distance - 1
  if (d < 2) return d;
  u32 k = 31 - __builtin_clz(d);
  return 2 * k + ((d >> (k - 1)) & 1);
}
static inline u32 distance_extra(u32 d) { return d < 2 ? 0 : 30 - __builtin_clz(d); }

static inline u32 match_length(const u8 *a, const u8 *b, u32 most) {
  u32 n = 0;
  for (; n + 16 <= most; n += 16) {
    u32 differs = 0xffff & ~wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load(a + n), wasm_v128_load(b + n)));
    if (differs) return n + __builtin_ctz(differs);
  }
  while (n < most && a[n] == b[n]) n++;
  return n;
}

static inline void put_match(u32 length, u32 distance) {
  tokens[token_count++] = MATCH | (length - 3) << 16 | (distance - 1);
  literal_uses[length_symbol(length - 3)]++;
  distance_uses[distance_symbol(distance - 1)]++;
}

static inline void put_literal(u8 value) {
  tokens[token_count++] = value;
  literal_uses[value]++;
}

/** Hash table: position + 1 of the last two with the same hash, newest first; 0 for none. */
static u32 latest[1 << HASH_BITS][2];

static inline u32 *latest_like(const u8 *p) { return latest[load32(p) * 0x9e3779b1u >> (32 - HASH_BITS)]; }

/** `gain` is what a match saves, in bits: about four for each byte, less what its distance costs. */
typedef struct { u32 length, distance; int gain; } Match;

static inline void consider(const u8 *p, u32 most, u32 distance, int cost, Match *best) {
  if ((load32(p) ^ load32(p - distance)) << 8) return; // the shortest match is three bytes
  u32 length = match_length(p, p - distance, most);
  int gain = 4 * (int)length - cost;
  if (gain > best->gain) *best = (Match){length, distance, gain};
}

/** The best match at `i`, of length 0 where there is none. */
static inline __attribute__((always_inline)) Match best_match(const u8 *source, u32 i, u32 n, u32 unit, u32 row) {
  Match best = {0, 0, 0};
  const u8 *p = source + i;
  u32 most = n - i < MATCH_MAX ? n - i : MATCH_MAX;
  if (most < 4) return best;
  if (i >= unit) consider(p, most, unit, 1, &best);
  if (best.length == most) return best;
  if (row && i >= row && row <= WINDOW) consider(p, most, row, 7, &best);
  if (best.length >= GOOD) return best;
  const u32 *like = latest_like(p);
  // A match up to the end of the strip is the longest possible: bytes behind the strip are not read.
  for (u32 k = 0; k < 2 && like[k] && best.length < GOOD && best.length < most; k++) {
    u32 distance = i + 1 - like[k], tail = best.length > 3 ? best.length - 3 : 0;
    if (distance >= WINDOW) break;
    if (load32(p - distance + tail) == load32(p + tail)) consider(p, most, distance, 32 - __builtin_clz(distance), &best);
  }
  return best;
}

static inline __attribute__((always_inline)) void find_matches_by(const u8 *source, u32 n, u32 unit, u32 row) {
  u32 misses = 0;
  for (u32 i = 0; i < n;) {
    Match match = best_match(source, i, n, unit, row);
    if (match.length < GOOD && i + 4 <= n) {
      u32 *like = latest_like(source + i);
      like[1] = like[0], like[0] = i + 1;
    }
    if (match.length) {
      misses = 0;
      put_match(match.length, match.distance);
      i += match.length;
      continue;
    }
    // After a long stretch without a match (a photograph), search less and less often.
    u32 step = 1 + (misses++ >> 6);
    if (step > 24) step = 24;
    if (step > n - i) step = n - i;
    for (u32 end = i + step; i < end; i++) put_literal(source[i]);
  }
}

static void find_matches(const u8 *source, u32 n, u32 unit, u32 row) {
  if (unit == 1) find_matches_by(source, n, 1, row);
  else find_matches_by(source, n, unit, row);
}

// --- Huffman codes --------------------------------------------------------------------------------

/** Code lengths for `count` symbols, none above `longest`; Moffat and Katajainen's in-place method. */
static void code_lengths(const u32 *uses, u32 count, u32 longest, u8 *lengths) {
  static u32 weight[LITERALS], other[LITERALS];
  static u16 symbol[LITERALS], symbol2[LITERALS];
  u32 n = 0;
  clear(lengths, count);
  for (u32 i = 0; i < count; i++)
    if (uses[i]) symbol[n] = i, weight[n++] = uses[i] > 65535 ? 65535 : uses[i];
  if (n < 2) { // one symbol still needs one bit; a decoder wants a second code beside it
    u32 only = n ? symbol[0] : 0;
    lengths[only] = 1;
    lengths[only ? 0 : 1] = 1;
    return;
  }
  for (u32 shift = 0; shift < 16; shift += 8) { // radix sort by weight, stable
    u32 start[257] = {0};
    for (u32 i = 0; i < n; i++) start[((weight[i] >> shift) & 255) + 1]++;
    for (u32 i = 0; i < 256; i++) start[i + 1] += start[i];
    for (u32 i = 0; i < n; i++) {
      u32 at = start[(weight[i] >> shift) & 255]++;
      other[at] = weight[i], symbol2[at] = symbol[i];
    }
    copy(weight, other, n * 4);
    copy(symbol, symbol2, n * 2);
  }
  u32 *a = weight, root = 0, leaf = 2, next;
  a[0] += a[1];
  for (next = 1; next < n - 1; next++) {
    if (leaf >= n || a[root] < a[leaf]) a[next] = a[root], a[root++] = next;
    else a[next] = a[leaf++];
    if (leaf >= n || (root < next && a[root] < a[leaf])) a[next] += a[root], a[root++] = next;
    else a[next] += a[leaf++];
  }
  a[n - 2] = 0;
  for (int i = (int)n - 3; i >= 0; i--) a[i] = a[a[i]] + 1;
  u32 available = 1, used = 0, depth = 0, per_length[33] = {0};
  int from = (int)n - 2;
  for (int at = (int)n - 1; available;) {
    while (from >= 0 && a[from] == depth) used++, from--;
    while (available > used) {
      per_length[depth < longest ? depth : longest]++;
      at--, available--;
    }
    available = 2 * used, depth++, used = 0;
  }
  // Shorten what is too long, then pay for it until the code is complete again.
  u32 total = 0;
  for (u32 i = longest; i; i--) total += per_length[i] << (longest - i);
  while (total != 1u << longest) {
    per_length[longest]--;
    for (u32 i = longest - 1; i; i--)
      if (per_length[i]) {
        per_length[i]--, per_length[i + 1] += 2;
        break;
      }
    total--;
  }
  u32 at = n;
  for (u32 length = 1; length <= longest; length++)
    for (u32 k = per_length[length]; k; k--) lengths[symbol[--at]] = length;
}

static void codes_of(const u8 *lengths, u32 count, u16 *codes) {
  u32 per_length[17] = {0}, next[17], code = 0;
  for (u32 i = 0; i < count; i++) per_length[lengths[i]]++;
  per_length[0] = 0;
  for (u32 i = 1; i <= 15; i++) next[i] = code = (code + per_length[i - 1]) << 1;
  for (u32 i = 0; i < count; i++)
    if (lengths[i]) {
      u32 value = next[lengths[i]]++, reversed = 0;
      for (u32 k = lengths[i]; k; k--, value >>= 1) reversed = reversed << 1 | (value & 1);
      codes[i] = reversed;
    }
}

// --- writing --------------------------------------------------------------------------------------

static u8 *bits_at;
static u64 bits;
static u32 bits_count;

static inline void put_bits(u64 value, u32 count) {
  bits |= value << bits_count;
  bits_count += count;
  store64(bits_at, bits);
  u32 bytes = bits_count >> 3;
  bits_at += bytes;
  bits = bytes == 8 ? 0 : bits >> (bytes * 8);
  bits_count &= 7;
}

static const u8 order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

/** The run-length form of the code lengths: symbol, extra value, extra bits for each step. */
static u32 run_lengths(const u8 *lengths, u32 count, u8 (*steps)[3], u32 *uses) {
  u32 made = 0;
  for (u32 i = 0; i < count;) {
    u32 run = 1, value = lengths[i];
    while (i + run < count && lengths[i + run] == value) run++;
    u32 symbol = value, extra = 0, extra_bits = 0, taken = 1;
    if (!value && run >= 11) taken = run > 138 ? 138 : run, symbol = 18, extra = taken - 11, extra_bits = 7;
    else if (!value && run >= 3) taken = run, symbol = 17, extra = taken - 3, extra_bits = 3;
    else if (i && lengths[i - 1] == value && run >= 3)
      taken = run > 6 ? 6 : run, symbol = 16, extra = taken - 3, extra_bits = 2;
    steps[made][0] = symbol, steps[made][1] = extra, steps[made++][2] = extra_bits;
    uses[symbol]++;
    i += taken;
  }
  return made;
}

static u32 cost_of(const u32 *uses, const u8 *lengths, u32 count) {
  u32 total = 0;
  for (u32 i = 0; i < count; i++) total += uses[i] * lengths[i];
  return total;
}

u32 deflate(const u8 *source, u32 n, u32 unit, u32 row, u8 *out) {
  if (n > tokens_room) tokens_room = n + n / 2, tokens = alloc(tokens_room * 4);
  token_count = 0;
  clear(literal_uses, sizeof literal_uses);
  clear(distance_uses, sizeof distance_uses);
  clear(latest, sizeof latest);
  find_matches(source, n, unit, row);
  literal_uses[256] = 1;

  u8 lengths[LITERALS + DISTANCES + 2], distance_lengths[DISTANCES], step_lengths[19], steps[LITERALS + DISTANCES][3];
  u16 codes[LITERALS + 2], distance_codes[DISTANCES], step_codes[19];
  code_lengths(literal_uses, LITERALS, 15, lengths);
  code_lengths(distance_uses, DISTANCES, 15, distance_lengths);
  u32 literals = LITERALS, distances = DISTANCES;
  while (literals > 257 && !lengths[literals - 1]) literals--;
  while (distances > 1 && !distance_lengths[distances - 1]) distances--;
  u32 step_uses[19] = {0}, coded = 4 + 15;
  u8 joined[LITERALS + DISTANCES];
  copy(joined, lengths, literals);
  copy(joined + literals, distance_lengths, distances);
  u32 made = run_lengths(joined, literals + distances, steps, step_uses);
  code_lengths(step_uses, 19, 7, step_lengths);
  while (coded > 4 && !step_lengths[order[coded - 1]]) coded--;

  u32 dynamic = 14 + 3 * coded + cost_of(step_uses, step_lengths, 19) + 2 * step_uses[16] + 3 * step_uses[17] +
                7 * step_uses[18] + cost_of(literal_uses, lengths, LITERALS) +
                cost_of(distance_uses, distance_lengths, DISTANCES);
  u32 fixed = 0;
  for (u32 i = 0; i < LITERALS; i++) fixed += literal_uses[i] * (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
  for (u32 i = 0; i < DISTANCES; i++) fixed += 5 * distance_uses[i];

  bits_at = out, bits = 0, bits_count = 0;
  if (fixed <= dynamic) {
    for (u32 i = 0; i < LITERALS + 2; i++) lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    for (u32 i = 0; i < DISTANCES; i++) distance_lengths[i] = 5;
    codes_of(lengths, LITERALS + 2, codes);
    put_bits(1 << 1, 3);
  } else {
    put_bits(2 << 1, 3);
    put_bits(literals - 257, 5);
    put_bits(distances - 1, 5);
    put_bits(coded - 4, 4);
    for (u32 i = 0; i < coded; i++) put_bits(step_lengths[order[i]], 3);
    codes_of(step_lengths, 19, step_codes);
    for (u32 i = 0; i < made; i++) {
      put_bits(step_codes[steps[i][0]], step_lengths[steps[i][0]]);
      put_bits(steps[i][1], steps[i][2]);
    }
    codes_of(lengths, LITERALS, codes);
  }
  codes_of(distance_lengths, DISTANCES, distance_codes);

  for (u32 i = 0; i < token_count; i++) {
    u32 token = tokens[i];
    if (!(token & MATCH)) {
      put_bits(codes[token], lengths[token]);
      continue;
    }
    u32 m = (token >> 16) & 255, d = token & 32767;
    u32 symbol = length_symbol(m), at = lengths[symbol], extra = length_extra(m);
    u64 value = codes[symbol] | (u64)(m & ((1u << extra) - 1)) << at;
    at += extra;
    symbol = distance_symbol(d), extra = distance_extra(d);
    value |= (u64)distance_codes[symbol] << at;
    at += distance_lengths[symbol];
    value |= (u64)(d & ((1u << extra) - 1)) << at;
    put_bits(value, at + extra);
  }
  put_bits(codes[256], lengths[256]);
  put_bits(0, 3); // an empty stored block ends the piece at a byte
  if (bits_count) put_bits(0, 8 - bits_count);
  store32(bits_at, 0xffff0000u);
  return (u32)(bits_at + 4 - out);
}
