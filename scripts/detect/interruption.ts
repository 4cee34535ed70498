/** Hears Ctrl-C and its like for as long as a detection goes on. */
export interface Interruption {
  readonly stopped: boolean;
  /** Calls `listener` at each one; gives how not to. */
  onStop(listener: () => void): () => void;
}

export function hearInterruption(say: (line: string) => void): Interruption {
  const listeners = new Set<() => void>();
  let times = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      times += 1;
      if (times === 1)
        say(
          'interrupted: stopping the current run; the same command goes on where this stops; once more ends it at once',
        );
      for (const listener of listeners) listener();
    });
  return {
    get stopped() {
      return times > 0;
    },
    onStop(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
