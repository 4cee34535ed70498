import { EXIT } from './errors.ts';

/** In rising order of badness. `unknown` is worse than `waived`: missing data never passes. */
export const VERDICTS = ['pass', 'waived', 'unknown', 'fail'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The worst of several verdicts; of none, `unknown`: silence is not success. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const ranks = verdicts.map((verdict) => VERDICTS.indexOf(verdict));
  return VERDICTS[Math.max(...ranks)] ?? 'unknown';
}

/** The process exit code that says this verdict. */
export function exitCodeOf(verdict: Verdict): number {
  if (verdict === 'fail') return EXIT.fail;
  return verdict === 'unknown' ? EXIT.unknown : EXIT.pass;
}
