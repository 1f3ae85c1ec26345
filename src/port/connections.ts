// The state of each connection, looked at once in a while: timers for each request would cost as much
// as the request. So only what outlives a look gets one, and a fast answer never does.

import type { Socket } from "node:net";
import { contained } from "../process/contain.ts";
import type { PortLimits } from "./limits.ts";
import type { Outgoing } from "./outgoing.ts";

/** The longest time between two looks, in milliseconds. */
const LOOK = 1_000;

const STATE: unique symbol = Symbol("connection");

/** State of a connection. */
interface State {
  /** Answers begun so far. */
  begun: number;
  /** Those that have not left yet, in order: more than one where requests are pipelined. */
  open: Outgoing[];
  /** Counters at the last look, to tell whether anything has happened since. */
  found: string;
  /** Its timer runs. */
  timed: boolean;
}

type Watched = Socket & { [STATE]?: State };

export interface Connections {
  /** Notes a connection until it closes. */
  opened(socket: Socket): void;
  /** Notes an answer, until `left` is called. */
  asked(answer: Outgoing): void;
  left(answer: Outgoing): void;
  /** The clock at the last look: near enough for what takes seconds, and free. */
  readonly time: number;
  /** Answers whose head has not been sent close their connection afterwards. */
  closeAfter(): void;
  /** Resolves when no answer is left, or after `ms` milliseconds. */
  settled(ms: number): Promise<void>;
  stop(): void;
}

type Times = Pick<PortLimits, "idleTimeout" | "keepAliveTimeout" | "totalTimeout">;

/** @param report is told of errors of our own: must not throw */
export function createConnections(
  { idleTimeout, keepAliveTimeout, totalTimeout }: Times,
  report: (error: unknown) => void,
): Connections {
  const sockets = new Set<Watched>();
  let open = 0;
  let time = performance.now();
  let onEmpty = () => {};

  function look(): void {
    time = performance.now();
    for (const socket of sockets) {
      const state = socket[STATE]!;
      for (const answer of state.open) if (time - answer.from >= totalTimeout) answer.destroy();
      // Nothing is buffered for the client: the handler is slow, not the client.
      if (state.open.length > 0 && socket.writableLength === 0) {
        if (state.timed) untime(socket, state);
        continue;
      }
      const found = `${state.begun} ${state.open.length}`;
      if (found === state.found && !state.timed) {
        state.timed = true;
        // From here on the socket itself knows when a byte goes by; without one it is cut off.
        socket.setTimeout(state.open.length > 0 ? idleTimeout : keepAliveTimeout);
      }
      state.found = found;
    }
  }
  const shortest = Math.min(idleTimeout, keepAliveTimeout, totalTimeout);
  const timer = setInterval(contained(look, report), Math.min(LOOK, shortest / 4));
  timer.unref();

  return {
    get time() {
      return time;
    },
    opened(socket: Watched) {
      const state: State = { begun: 0, open: [], found: "", timed: false };
      socket[STATE] = state;
      sockets.add(socket);
      const closed = () => {
        sockets.delete(socket);
        // Node emits no `close` on pipelined answers behind the first: without it their handlers would not be aborted.
        for (const answer of state.open.filter(({ socket: own }) => !own)) {
          answer.destroy();
          answer.emit("close");
        }
        open -= state.open.length;
        state.open = [];
        if (open === 0) onEmpty();
      };
      socket.on("close", contained(closed, report));
    },
    asked(answer) {
      const socket = answer.wire as Watched;
      const state = socket[STATE]!;
      state.begun++;
      state.open.push(answer);
      open++;
      if (state.timed) untime(socket, state);
    },
    left(answer) {
      const socket = answer.wire as Watched;
      const state = socket[STATE]!;
      const at = state.open.indexOf(answer);
      if (at < 0) return;
      if (at === state.open.length - 1) state.open.pop();
      else state.open.splice(at, 1);
      open--;
      if (state.timed) untime(socket, state);
      if (open === 0) onEmpty();
    },
    closeAfter() {
      for (const socket of sockets) for (const answer of socket[STATE]!.open) answer.shouldKeepAlive = false;
    },
    settled: (ms) =>
      new Promise((resolve) => {
        if (open === 0) return resolve();
        const late = setTimeout(resolve, ms);
        onEmpty = () => {
          clearTimeout(late);
          resolve();
        };
      }),
    stop: () => clearInterval(timer),
  };
}

function untime(socket: Socket, state: State): void {
  state.timed = false;
  socket.setTimeout(0);
}
