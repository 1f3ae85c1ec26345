// How a process is told to stop: once to finish, twice to go.

/**
 * Calls `stop` at the first SIGTERM or SIGINT and exits with 0 when it has settled. A second signal
 * exits at once with 1.
 *
 * @example
 * const server = await serve(app.fetch);
 * stopOnSignals(() => server.close());
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
}
