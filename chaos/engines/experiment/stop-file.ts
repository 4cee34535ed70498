import { existsSync } from 'node:fs';
import { SuiteError } from '../../../kernel/errors.ts';

const LOOK_EVERY_MS = 250;

/** Aborts once that file is there. `end` stops the looking. */
export function watchStopFile(file: string | undefined): { readonly signal: AbortSignal; end(): void } {
  const stop = new AbortController();
  if (file === undefined) return { signal: stop.signal, end: () => undefined };
  const look = () => {
    if (!existsSync(file) || stop.signal.aborted) return;
    stop.abort(
      new SuiteError({
        what: `${file} (guardrails.stopFile) was put there: every fault was taken away, and nothing was proven.`,
        fix: 'remove it when experiments may go on',
      }),
    );
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  look();
  return { signal: stop.signal, end: () => clearInterval(timer) };
}
