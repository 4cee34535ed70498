import { setTimeout as sleep } from 'node:timers/promises';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import type { Experiment } from './options.ts';

export interface Answer {
  readonly status: number | 'no answer';
  readonly tookMs: number;
}

const POLL_EVERY_MS = 100;

/** The absolute URL of the experiment's probe. Throws a SuiteError that names the target's roles when it has no such URL. */
export function probeUrl({ target, options }: Pick<SuiteRun<Experiment>, 'target' | 'options'>): string {
  const base = target.urls[options.probe.url];
  if (base !== undefined) return base + options.probe.path;
  const known = Object.keys(target.urls).join(', ') || 'none';
  throw new SuiteError({
    what: `probe.url: target ${target.name} has no URL "${options.probe.url}"; known: ${known}.`,
    fix: 'use one of those',
  });
}

/** One GET, bounded. Whatever keeps it from an answer is `no answer`; never rejects. */
export async function ask(url: string, timeoutMs: number, signal: AbortSignal): Promise<Answer> {
  const startedMs = performance.now();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)))]);
  try {
    const response = await fetch(url, { signal: limit, redirect: 'manual' });
    await response.arrayBuffer();
    return { status: response.status, tookMs: performance.now() - startedMs };
  } catch {
    return { status: 'no answer', tookMs: performance.now() - startedMs };
  }
}

/** Asks until `status` is answered or `withinMs` has passed: the last answer, and how long it took to come to it. */
export async function askUntil(
  url: string,
  status: number,
  withinMs: number,
  signal: AbortSignal,
): Promise<{ readonly last: Answer; readonly afterMs: number }> {
  const startedMs = performance.now();
  const afterMs = () => performance.now() - startedMs;
  for (;;) {
    const last = await ask(url, withinMs - afterMs(), signal);
    signal.throwIfAborted();
    if (last.status === status || afterMs() >= withinMs) return { last, afterMs: afterMs() };
    await sleep(Math.min(POLL_EVERY_MS, withinMs - afterMs()));
  }
}
