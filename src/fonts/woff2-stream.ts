// Reading the streams that WOFF2 splits a glyph table into.

/** Reads one of the streams that a transformed glyf table is split into. */
export class Stream {
  at = 0;
  constructor(readonly bytes: Uint8Array) {}
  u8(): number {
    const { at, bytes } = this;
    if (at >= bytes.length) throw new RangeError("a glyph stream ends early");
    this.at = at + 1;
    return bytes[at]!;
  }
  u16(): number {
    return (this.u8() << 8) | this.u8();
  }
  i16(): number {
    return (this.u16() << 16) >> 16;
  }
  /** Passes over bytes and gives where they begin. */
  skip(length: number): number {
    const start = this.at;
    this.at += length;
    if (this.at > this.bytes.length) throw new RangeError("a glyph stream ends early");
    return start;
  }
  take(length: number): Uint8Array {
    const start = this.skip(length);
    return this.bytes.subarray(start, this.at);
  }
  /** 255UInt16 (§4.2). */
  packed(): number {
    const code = this.u8();
    if (code < 253) return code;
    if (code === 253) return this.u16();
    return this.u8() + (code === 255 ? 253 : 506);
  }
}
