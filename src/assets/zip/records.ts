// The records of a ZIP file (PKWARE APPNOTE 6.3.10), as bytes.

/** The metadata of a file that its local header has, before its bytes. */
export interface FileHead {
  /** UTF-8, with `/` between folders. */
  name: Uint8Array;
  modified: Date | undefined;
  isDeflated: boolean;
}

/** The same, and what is known after them. */
export interface WrittenFile extends FileHead {
  crc: number;
  size: number;
  packedSize: number;
  /** Where its local header is. */
  offset: number;
}

/** From this on a field of 32 bits says that the value is elsewhere, in 64 (§4.4.1.4). */
const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;

/** Bit 3: sizes and checksum follow the bytes (§4.4.4). Bit 11: the name is UTF-8 (appendix D). */
const FLAGS = (1 << 3) | (1 << 11);

/** Version 2.0 for deflate, 4.5 for Zip64 (§4.4.3); 3 is Unix, whose permissions are given. */
const versionOf = (isLarge: boolean): number => (isLarge ? 45 : 20);
const MADE_BY_UNIX = 3 << 8;
const REGULAR_FILE = 0o100644 * 0x1_0000;

function record(
  length: number,
  signature: number,
): { bytes: Buffer; put(bits: 16 | 32 | 64, ...values: number[]): void } {
  const bytes = Buffer.alloc(length);
  let at = bytes.writeUInt32LE(signature);
  return {
    bytes,
    put(bits, ...values) {
      for (const value of values)
        if (bits === 64) at = bytes.writeBigUInt64LE(BigInt(value), at);
        else at = bits === 32 ? bytes.writeUInt32LE(value, at) : bytes.writeUInt16LE(value, at);
    },
  };
}

/** Date and time of MS-DOS (§4.4.6), in UTC so that they are the same everywhere; 1980 for none. */
function dosTime(date: Date | undefined): [time: number, date: number] {
  if (!date) return [0, (1 << 5) | 1];
  return [
    (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1),
    ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate(),
  ];
}

/** The extended timestamp of Info-ZIP (`UT`): seconds since 1970, by which a time zone does not matter. */
function timestamp(date: Date | undefined): Buffer {
  if (!date) return Buffer.alloc(0);
  const extra = Buffer.from([0x55, 0x54, 5, 0, 1, 0, 0, 0, 0]);
  extra.writeUInt32LE(Math.floor(date.getTime() / 1_000), 5);
  return extra;
}

/** §4.3.7. Sizes are not known yet. */
export function localHeader({ name, modified, isDeflated }: FileHead): Buffer {
  const extra = timestamp(modified);
  const { bytes, put } = record(30, 0x0403_4b50);
  put(16, versionOf(false), FLAGS, isDeflated ? 8 : 0, ...dosTime(modified));
  put(32, 0, 0, 0);
  put(16, name.length, extra.length);
  return Buffer.concat([bytes, name, extra]);
}

/** §4.3.9: eight bytes a size where four are too few. */
export function dataDescriptor(file: WrittenFile): Buffer {
  const isLarge = file.size >= MAX_32 || file.packedSize >= MAX_32;
  const { bytes, put } = record(isLarge ? 24 : 16, 0x0807_4b50);
  put(32, file.crc);
  put(isLarge ? 64 : 32, file.packedSize, file.size);
  return bytes;
}

/** An entry of the central directory (§4.3.12), with its Zip64 fields (§4.5.3) where they are needed. */
export function centralHeader(file: WrittenFile): Buffer {
  const values = [file.size, file.packedSize, file.offset];
  const large = values.filter((value) => value >= MAX_32);
  const zip64 = record(large.length > 0 ? 4 + 8 * large.length : 4, 0x0001 | ((8 * large.length) << 16));
  zip64.put(64, ...large);
  const extra = Buffer.concat([timestamp(file.modified), large.length > 0 ? zip64.bytes : Buffer.alloc(0)]);
  const { bytes, put } = record(46, 0x0201_4b50);
  const version = versionOf(large.length > 0);
  put(16, MADE_BY_UNIX | version, version, FLAGS, file.isDeflated ? 8 : 0, ...dosTime(file.modified));
  put(32, file.crc, Math.min(file.packedSize, MAX_32), Math.min(file.size, MAX_32));
  put(16, file.name.length, extra.length, 0, 0, 0);
  put(32, REGULAR_FILE, Math.min(file.offset, MAX_32));
  return Buffer.concat([bytes, file.name, extra]);
}

/** The end (§4.3.16), after its Zip64 siblings (§4.3.14, §4.3.15) where they are needed. */
export function endRecords(count: number, size: number, offset: number): Buffer {
  const end = record(22, 0x0605_4b50);
  end.put(16, 0, 0, Math.min(count, MAX_16), Math.min(count, MAX_16));
  end.put(32, Math.min(size, MAX_32), Math.min(offset, MAX_32));
  if (count < MAX_16 && size < MAX_32 && offset < MAX_32) return end.bytes;
  const zip64 = record(56, 0x0606_4b50);
  zip64.put(64, 44);
  zip64.put(16, MADE_BY_UNIX | versionOf(true), versionOf(true));
  zip64.put(32, 0, 0);
  zip64.put(64, count, count, size, offset);
  const locator = record(20, 0x0706_4b50);
  locator.put(32, 0);
  locator.put(64, offset + size);
  locator.put(32, 1);
  return Buffer.concat([zip64.bytes, locator.bytes, end.bytes]);
}
