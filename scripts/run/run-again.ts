/** What tells of changes: `next` resolves when something has changed since it was asked for last. */
export interface Changes {
  next(): Promise<void>;
}

/**
 * Runs, then again after each change, until it is interrupted; gives the last exit code. What changes while it runs is no reason to stop
 * it, and makes one run more, however much it was.
 */
export async function runAgain(
  run: () => Promise<number>,
  changes: Changes,
  interrupted: AbortSignal,
): Promise<number> {
  const stopped = new Promise<'stopped'>((resolve) => {
    if (interrupted.aborted) resolve('stopped');
    interrupted.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
  let code = await run();
  while (!interrupted.aborted) {
    if ((await Promise.race([changes.next(), stopped])) === 'stopped') break;
    code = await run();
  }
  return code;
}
