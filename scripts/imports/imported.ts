import type { Check, Finding, Metric } from '../../kernel/evidence.ts';
import type { ResolvedThreshold } from '../../kernel/suite.ts';

/** What a file says, in the words of evidence. */
export interface Contents {
  readonly checks: readonly Pick<Check, 'id' | 'outcome' | 'detail' | 'durationMs' | 'proves' | 'findings'>[];
  readonly findings?: readonly Finding[];
  readonly metrics?: readonly Metric[];
  readonly thresholds?: readonly ResolvedThreshold[];
  /** When it was made, of which commit and by whom, where the file says so. */
  readonly madeAt?: string | undefined;
  readonly commit?: string | undefined;
  readonly author?: string | undefined;
}

/** Reads a file of one format, as what. Throws a ConfigError for what is malformed, and for what looked at nothing. */
export type Reader = (text: string, as: As) => Contents;

/** What evidence may be imported as. */
export const ASPECTS = {
  lint: ['REL-09/lint'],
  types: ['REL-09/types'],
  unit: ['REL-09/unit'],
  integration: ['REL-09/integration'],
  build: ['REL-09/build'],
  coverage: ['REL-09/coverage', 'EVI-01/lcov'],
  pentest: ['SEC-15/api', 'SEC-15/web', 'SEC-15/streams'],
  tracker: ['REL-07/no-blocker'],
  exercise: ['DOC-02/exercised'],
} as const satisfies Record<string, readonly string[]>;
export type As = keyof typeof ASPECTS;

export const TITLES: Readonly<Record<As, string>> = {
  lint: "The product's own lint",
  types: "The product's own type check",
  unit: "The product's own unit tests",
  integration: "The product's own integration tests",
  build: "The product's own build",
  coverage: "The coverage of the product's own tests",
  pentest: 'A penetration test',
  tracker: 'The open blockers of the tracker',
  exercise: 'A table-top exercise',
};
