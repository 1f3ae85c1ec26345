// The error of a token's value.

/** Thrown for a value that is none of its type; the caller adds the token's name. */
export class ValueError extends TypeError {
  override name = "ValueError";
}
