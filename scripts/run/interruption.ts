/** Aborts at the first Ctrl-C or SIGTERM; a second one ends this process at once, and the watcher puts things back. */
export function abortedBySignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) {
        console.error(
          'ended at once: the watcher puts everything back and seals; see ./harness evidence list',
        );
        process.kill(process.pid, 'SIGKILL');
      }
      console.error(
        '\ninterrupted: stopping what runs and sealing the evidence; once more ends this at once',
      );
      controller.abort();
    });
  return controller.signal;
}
