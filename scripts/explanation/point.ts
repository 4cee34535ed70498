import type { Verdict } from '../../kernel/verdict.ts';
import type { Place } from './proof.ts';

/** One thing that made the verdict what it is, or that the verdict does not speak of. */
export interface Point {
  /** Absent of what decides nothing. */
  readonly verdict?: Verdict;
  /** A sentence. */
  readonly says: string;
  /** Where in the evidence it stands; empty where it is no matter of evidence, as of today's waivers. */
  readonly proof: readonly Place[];
  readonly next?: string;
  /** The command line that does just this again. */
  readonly repeat?: string;
}

const MOST = 12;

/** Names, the first of them where there are many. */
export function sayNames(names: readonly string[]): string {
  const more = names.length > MOST ? `, and ${names.length - MOST} more` : '';
  return `${names.slice(0, MOST).join(', ')}${more}`;
}
