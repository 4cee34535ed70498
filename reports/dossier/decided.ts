import type { Verdict } from '../../kernel/verdict.ts';
import type { Reason } from '../../kernel/judge.ts';
import type { Dossier } from './dossier.ts';

export const DECISIONS = ['approve', 'deny', 'hold'] as const;
export type Decision = (typeof DECISIONS)[number];

/** What one person said of a dossier, as was found when it was looked at. */
export interface SaidOfIt {
  readonly by: string;
  readonly decision: Decision;
  readonly at: string;
  /** An approval counts until then. */
  readonly expires?: string | undefined;
  readonly reason?: string | undefined;
  readonly key: string;
  /** Why it does not count; undefined of one that does. */
  readonly void?: string | undefined;
}

/** Gate and people together. */
export interface Decided {
  /** Only `pass` and `waived` are a Go. */
  readonly verdict: Verdict;
  /** Those of the dossier, and what people said or did not say. */
  readonly reasons: readonly Reason[];
  readonly said: readonly SaidOfIt[];
  /** How many approvals count. */
  readonly approvals: number;
  /** Until when it holds, where it is a Go. */
  readonly until?: string | undefined;
}

export function isGo({ verdict }: Pick<Decided, 'verdict'>): boolean {
  return verdict === 'pass' || verdict === 'waived';
}

/** `Go`, `No-Go`, `Not yet`; a rehearsal says what it would be. */
export function headlineOfDossier({ rehearsal, verdict }: Dossier, decided: Decided): string {
  if (rehearsal) return `Rehearsal: ${isGo({ verdict }) ? 'the gate would pass' : 'it would not be a Go'}`;
  if (isGo(decided)) return decided.verdict === 'waived' ? 'Go, with waivers' : 'Go';
  return decided.verdict === 'fail' ? 'No-Go' : 'Not yet a Go';
}
