// Keeps a number of connections busy with one request each, and counts the answers.

import { connect, type Socket } from "node:net";

export interface Target {
  port: number;
  path: string;
  /** Header lines, without line ends. */
  headers?: readonly string[];
  /** Status that every answer must have: a fast error would be no figure. */
  status: number;
}

const CONNECTIONS = 32;
const END_OF_HEAD = "\r\n\r\n";
const END_OF_CHUNKS = Buffer.from("0\r\n\r\n");

/**
 * Asks for `ms` milliseconds, one request after the other on each connection.
 * @throws Error for an answer of another status.
 */
export async function load(
  { port, path, headers = [], status }: Target,
  ms: number,
): Promise<{ requests: number; seconds: number }> {
  const text = Buffer.from([`GET ${path} HTTP/1.1`, "Host: 127.0.0.1", ...headers, "", ""].join("\r\n"));
  let requests = 0;
  let over = false;
  const from = performance.now();
  setTimeout(() => (over = true), ms);
  await Promise.all(
    Array.from({ length: CONNECTIONS }, () => {
      const socket = connect(port, "127.0.0.1").setNoDelay(true);
      return answers(socket, text, status, () => {
        requests++;
        if (over) socket.destroy();
        else socket.write(text);
      });
    }),
  );
  return { requests, seconds: (performance.now() - from) / 1000 };
}

/** Calls back for each answer, until the socket closes. */
function answers(socket: Socket, text: Uint8Array, status: number, onAnswer: () => void): Promise<void> {
  /** Bytes of the body that are still to come; undefined between answers, Infinity for chunks without end. */
  let missing: number | undefined;
  let tail: Buffer = Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    socket.on("connect", () => socket.write(text));
    socket.on("error", reject);
    socket.on("close", () => resolve());
    socket.on("data", (chunk: Buffer) => {
      let body = chunk.length;
      if (missing === undefined) {
        const head = chunk.toString("latin1", 0, 2048);
        const end = head.indexOf(END_OF_HEAD);
        if (end < 0) return void socket.destroy(new Error("An answer's head came in pieces"));
        if (!head.startsWith(`HTTP/1.1 ${status}`))
          return void socket.destroy(new Error(`Not ${status}: ${head}`));
        const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
        missing = length !== undefined ? Number(length) : status === 304 ? 0 : Infinity;
        body -= end + END_OF_HEAD.length;
      }
      if (missing === Infinity) {
        tail = Buffer.concat([tail, chunk.subarray(-5)]).subarray(-5);
        if (!tail.equals(END_OF_CHUNKS)) return;
      } else {
        missing -= body;
        if (missing > 0) return;
      }
      missing = undefined;
      tail = Buffer.alloc(0);
      onAnswer();
    });
  });
}
