import { InfraError } from '../../kernel/errors.ts';

/** Long for a server on the same machine, short for a person who waits. */
const CONTROL_TIMEOUT_MS = 5_000;
const NEVER = new AbortController().signal;

/**
 * What `work` gives, but never later than `timeoutMs` or the abort of `signal`; `what` names it in the InfraError. For a client
 * that has no timeout of its own: the work itself is not cancelled.
 */
export async function bounded<T>(
  work: Promise<T>,
  what: string,
  signal: AbortSignal = NEVER,
  timeoutMs = CONTROL_TIMEOUT_MS,
): Promise<T> {
  const stop = new AbortController();
  const limit = AbortSignal.any([signal, stop.signal]);
  try {
    return await Promise.race([work, rejection(limit, what, timeoutMs)]);
  } finally {
    stop.abort();
  }
}

function rejection(signal: AbortSignal, what: string, timeoutMs: number): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => {
      reject(
        new InfraError({
          what: `${what}: no answer within ${timeoutMs} ms.`,
          fix: "look at the Toxiproxy server's log",
        }),
      );
    }, timeoutMs);
    const onAbort = () => {
      clearTimeout(timer);
      reject(new InfraError(`${what}: aborted`));
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
