// Requests whose bodies come at the wrong time, in the wrong form or not at all, and what a server may do with them.

import { connect } from "node:net";

/** Bytes that the servers here take in a body. */
export const MAX_BODY = 4_096;

/** A client's side of a connection. */
export interface IllTimed {
  name: string;
  /** Sent one after the other, a turn apart. */
  parts: string[];
  /** When all is sent: closes our side, breaks the connection off, or waits for the other side. */
  last: "end" | "destroy" | "wait";
}

/** What a handler may do with a body: routes of `test/fixtures/serve/site`. */
export const HANDLERS = [
  "never", "late", "text", "json", "form", "blob", "bytes", "stream", "half", "released", "cancelled", "half-cancelled",
  "cloned", "half-cloned", "again", "passed", "passed-on", "thrown", "thrown-half", "early", "early-failing", "behind",
]; // prettier-ignore

const chunk = (text: string, extension = "") => `${text.length.toString(16)}${extension}\r\n${text}\r\n`;
const LAST = "0\r\n\r\n";

/** Everything that is wrong with a request of this handler. */
export function illTimed(handler: string): IllTimed[] {
  const head = (method: string, ...fields: string[]) =>
    [`${method} /${handler}.txt HTTP/1.1`, "Host: a", ...fields, "", ""].join("\r\n");
  const sized = (length: number, method = "POST") => head(method, `Content-Length: ${length}`);
  const chunked = head("POST", "Transfer-Encoding: chunked");
  const form = head("POST", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 7");
  const upgrade = ["Connection: Upgrade", "Upgrade: websocket"];
  const x = (size: number) => "x".repeat(size);
  const next = "GET /never.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  const cases: Record<string, string[]> = {
    "as it should be, by length": [sized(3), "{}\n"],
    "as it should be, in chunks": [chunked, chunk("{}"), LAST],
    "as it should be, a form": [form, "a=1&b=2"],
    "the largest there may be": [sized(MAX_BODY), x(MAX_BODY)],
    "the largest there may be, in chunks": [chunked, chunk(x(MAX_BODY)), LAST],
    "one byte too long by length": [sized(MAX_BODY + 1), x(MAX_BODY + 1)],
    "far too long by length": [sized(1e12), x(70_000)],
    "too long by length, and none of it": [sized(1e12)],
    "one byte too long by count": [chunked, chunk(x(MAX_BODY)), chunk("x"), LAST],
    "far too long by count": [chunked, ...Array.from({ length: 20 }, () => chunk(x(16_000)))],
    "too long in one chunk": [chunked + chunk(x(300_000)) + LAST],
    "too long, in many small chunks": [chunked, ...Array.from({ length: 60 }, () => chunk(x(99)))],
    "shorter than said": [sized(100), x(99)],
    "none of what was said": [sized(100)],
    "longer than said": [sized(3), "{}\nmore of it"],
    "empty chunks": [chunked, LAST],
    "no last chunk": [chunked, chunk("{}")],
    "half a chunk": [chunked, "64\r\nxxx"],
    "a chunk longer than said": [chunked, "2\r\nxxxx\r\n", LAST],
    "a chunk without a size": [chunked, "\r\nxx\r\n", LAST],
    "a size that is none": [chunked, "xyz\r\nxx\r\n", LAST],
    "a negative size": [chunked, "-2\r\nxx\r\n", LAST],
    "a size beyond all numbers": [chunked, `${"f".repeat(17)}\r\nxx\r\n`, LAST],
    "a size that goes on": [chunked, "0".repeat(70_000)],
    "extensions of chunks": [chunked, chunk("{}", ";a=b;c"), LAST],
    "extensions without end": [
      chunked,
      ...Array.from({ length: 30 }, () => chunk("x", `;a=${x(2_000)}`)),
      LAST,
    ],
    trailers: [chunked, chunk("{}"), "0\r\nX-Late: 1\r\nContent-Length: 9\r\n\r\n"],
    "trailers without end": [chunked, chunk("{}"), `0\r\n${`X-Late: ${x(1_000)}\r\n`.repeat(40)}\r\n`],
    "garbage behind it": [`${sized(2)}{}\0\x01garbage\r\n\r\n`],
    "another request behind it": [`${sized(2)}{}${next}`],
    "another request behind one that is too long": [
      `${chunked}${chunk(x(MAX_BODY))}${chunk("x")}${LAST}${next}`,
    ],
    "many behind it, each with a body": [`${sized(2)}{}`.repeat(20) + next],
    "a promise kept when asked": [head("POST", "Expect: 100-continue", "Content-Length: 2"), "{}"],
    "a promise not kept": [head("POST", "Expect: 100-continue", "Content-Length: 2")],
    "a promise of too much": [head("POST", "Expect: 100-continue", "Content-Length: 99999"), x(9_000)],
    "another expectation": [head("POST", "Expect: a-miracle", "Content-Length: 2"), "{}"],
    "a body on GET": [sized(2, "GET"), "{}"],
    "a body on GET, too long": [head("GET", "Transfer-Encoding: chunked"), chunk(x(5_000)), LAST],
    "a body on GET that does not come": [sized(200, "GET"), "{}"],
    "a body on HEAD": [sized(2, "HEAD"), "{}"],
    "a body on DELETE, too long": [head("DELETE", "Transfer-Encoding: chunked"), chunk(x(5_000)), LAST],
    "a body on TRACE": [sized(2, "TRACE"), "{}"],
    "an upgrade": [head("GET", ...upgrade), "\0\x01\x02"],
    "an upgrade with a body": [head("POST", ...upgrade, "Content-Length: 20"), x(10)],
    "a tunnel": ["CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", x(100)],
    "HTTP/1.0": [`POST /${handler}.txt HTTP/1.0\r\nContent-Length: 2\r\n\r\n`, "{}"],
    "HTTP/1.0 without a length": [`POST /${handler}.txt HTTP/1.0\r\n\r\n`, "{}"],
  };
  return Object.entries(cases).flatMap(([name, parts]) =>
    (["wait", "end", "destroy"] as const).map((last) => ({
      name: `${handler}: ${name}, ${last}`,
      parts,
      last,
    })),
  );
}

/** A request that is broken off after each of its bytes. */
export function cutAtEachByte(handler: string): IllTimed[] {
  const fields = `POST /${handler}.txt HTTP/1.1\r\nHost: a\r\n`;
  const whole = [
    `${fields}Content-Length: 20\r\n\r\n${"x".repeat(20)}`,
    `${fields}Transfer-Encoding: chunked\r\n\r\n${chunk("xxxxx", ";a=b")}${chunk("xxxxx")}0\r\nA: b\r\n\r\n`,
  ];
  return whole.flatMap((text) =>
    Array.from({ length: text.length }, (_, i) =>
      (["end", "destroy"] as const).map((last) => ({
        name: `${handler}: cut after ${i + 1} bytes, ${last}`,
        parts: [text.slice(0, i + 1)],
        last,
      })),
    ).flat(),
  );
}

export interface Seen {
  /** Statuses that came back. */
  statuses: number[];
  /** The connection was closed, and not by us after the longest wait. */
  closed: boolean;
}

/** Longer than each of the servers' limits here: who is still connected then has been forgotten. In milliseconds. */
const FORGOTTEN = 20_000;

/** Plays a client, until the connection is closed. */
export function play(port: number, { parts, last }: IllTimed): Promise<Seen> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    const settle = (closed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      const statuses = [...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status));
      resolve({ statuses, closed });
    };
    const timer = setTimeout(() => settle(false), FORGOTTEN);
    socket.on("data", (bytes: Buffer) => (text += bytes.toString("latin1")));
    socket.on("end", () => socket.end());
    socket.on("error", () => {});
    socket.on("close", () => settle(true));
    let at = 0;
    const send = () => {
      if (socket.destroyed || !socket.writable) return;
      if (at < parts.length) return void socket.write(parts[at++]!, "latin1", () => setImmediate(send));
      if (last === "end") socket.end();
      else if (last === "destroy") socket.destroy();
    };
    send();
  });
}
