// An error thrown in a callback of the event loop ends the process. Here it ends one connection.

/**
 * A callback for the event loop: what it throws goes to `fault`, with the arguments that it had, and no further.
 *
 * @param fault must not throw
 * @example
 * socket.on("close", contained(() => forget(socket), report));
 */
export function contained<Given extends unknown[]>(
  callback: (...given: Given) => void,
  fault: (error: unknown, ...given: Given) => void,
): (...given: Given) => void {
  return (...given) => {
    try {
      callback(...given);
    } catch (error) {
      fault(error, ...given);
    }
  };
}

/** For promises and events of which nobody has to hear. */
export function ignore(): void {}
