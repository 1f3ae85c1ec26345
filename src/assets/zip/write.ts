// Files -> the bytes of a ZIP, one piece after the other: nothing but the directory is kept until the end.

import { pipeline } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";
import {
  centralHeader,
  dataDescriptor,
  endRecords,
  type FileHead,
  localHeader,
  type WrittenFile,
} from "./records.ts";

/** A file of an archive, its bytes yet to be read. */
export interface ZipFile extends FileHead {
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Entries of the directory that are joined, so that a million of them are not a million objects. */
const JOINED = 1_000;

/** The archive. Sizes stand after each file's bytes, so that they need not be known before. */
export async function* writeZip(files: AsyncIterable<ZipFile>): AsyncGenerator<Uint8Array, void> {
  const directory: Buffer[] = [];
  let last: Buffer[] = [];
  let count = 0;
  let offset = 0;
  for await (const { content, ...head } of files) {
    const file: WrittenFile = { ...head, crc: 0, size: 0, packedSize: 0, offset };
    const local = localHeader(head);
    yield local;
    const counted = checked(content, file);
    for await (const piece of head.isDeflated ? deflated(counted) : counted) {
      file.packedSize += piece.length;
      yield piece;
    }
    const descriptor = dataDescriptor(file);
    yield descriptor;
    offset += local.length + file.packedSize + descriptor.length;
    last.push(centralHeader(file));
    if (++count % JOINED === 0) {
      directory.push(Buffer.concat(last));
      last = [];
    }
  }
  directory.push(Buffer.concat(last));
  yield* directory;
  yield endRecords(
    count,
    directory.reduce((sum, { length }) => sum + length, 0),
    offset,
  );
}

async function* checked(content: ZipFile["content"], file: WrittenFile): AsyncGenerator<Uint8Array, void> {
  for await (const piece of content) {
    file.size += piece.length;
    file.crc = crc32(piece, file.crc);
    yield piece;
  }
}

/** An error of the source is one of the result; a result that is not read to its end ends the source. */
function deflated(content: AsyncGenerator<Uint8Array, void>): AsyncIterable<Buffer> {
  return pipeline(content, createDeflateRaw(), () => {});
}
