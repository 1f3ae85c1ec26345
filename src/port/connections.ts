// What each connection is doing, looked at once in a while: timers for each request would cost as much
// as the request. So only what outlives a look gets one, and a fast answer never does.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { PortLimits } from "./limits.ts";

/** The longest time between two looks, in milliseconds. */
const LOOK = 1_000;

const STATE: unique symbol = Symbol("connection");

/** What is known of a connection. */
interface State {
  /** Answers begun so far. */
  begun: number;
  /** Answers that have not left yet. */
  open: number;
  /** What the last look has found, to tell whether anything has happened since. */
  found: string;
  /** Its timer runs. */
  timed: boolean;
}

type Watched = Socket & { [STATE]?: State };

/** An answer on its way, with what is told of it when it has left. */
export interface Answer extends ServerResponse<IncomingMessage> {
  /** When it was asked for: `performance.now()`. */
  from: number;
}

export interface Connections {
  /** Notes a connection until it closes. */
  opened(socket: Socket): void;
  /** Notes an answer, until `left` is called. */
  asked(answer: Answer): void;
  left(answer: Answer): void;
  /** The clock at the last look: near enough for what takes seconds, and free. */
  readonly time: number;
  /** Answers whose head has not been sent close their connection afterwards. */
  closeAfter(): void;
  /** Resolves when no answer is left, or after `ms` milliseconds. */
  settled(ms: number): Promise<void>;
  stop(): void;
}

type Times = Pick<PortLimits, "idleTimeout" | "keepAliveTimeout" | "totalTimeout">;

export function createConnections({ idleTimeout, keepAliveTimeout, totalTimeout }: Times): Connections {
  const sockets = new Set<Watched>();
  const answers = new Set<Answer>();
  let time = performance.now();
  let onEmpty = () => {};

  function look(): void {
    time = performance.now();
    for (const answer of answers) {
      // In the order in which they came: the first that has time left ends the search.
      if (time - answer.from < totalTimeout) break;
      answer.destroy();
    }
    for (const socket of sockets) {
      const state = socket[STATE]!;
      const found = `${state.begun} ${state.open}`;
      if (found === state.found && !state.timed) {
        state.timed = true;
        // From here on the socket itself knows when a byte goes by; without one it is cut off.
        socket.setTimeout(state.open > 0 ? idleTimeout : keepAliveTimeout);
      }
      state.found = found;
    }
  }
  const shortest = Math.min(idleTimeout, keepAliveTimeout, totalTimeout);
  const timer = setInterval(look, Math.min(LOOK, shortest / 4));
  timer.unref();

  function left(answer: Answer): void {
    if (!answers.delete(answer)) return;
    const socket = answer.req.socket as Watched;
    const state = socket[STATE];
    if (state) {
      state.open--;
      if (state.timed) untime(socket, state);
    }
    if (answers.size === 0) onEmpty();
  }

  return {
    get time() {
      return time;
    },
    opened(socket: Watched) {
      const state: State = { begun: 0, open: 0, found: "", timed: false };
      socket[STATE] = state;
      sockets.add(socket);
      socket.on("close", () => {
        sockets.delete(socket);
        // Answers that were waiting for their turn on it are told nothing by Node.
        if (state.open > 0) for (const answer of answers) if (answer.req.socket === socket) left(answer);
      });
    },
    asked(answer) {
      answers.add(answer);
      const socket = answer.req.socket as Watched;
      const state = socket[STATE];
      if (!state) return;
      state.begun++;
      state.open++;
      if (state.timed) untime(socket, state);
    },
    left,
    closeAfter() {
      for (const answer of answers) answer.shouldKeepAlive = false;
    },
    settled: (ms) =>
      new Promise((resolve) => {
        if (answers.size === 0) return resolve();
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
