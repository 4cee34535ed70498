import type { CleanRun } from '../../../reports/detection/detection.ts';
import type { Mutation } from '../../../reports/detection/mutants/mutation.ts';
import { finalTrials } from '../../../reports/detection/mutants/score.ts';
import type { Trial } from '../../../reports/detection/mutants/trial.ts';
import { gitFacts } from '../../run/facts.ts';
import type { DetectionLog } from '../detection-log.ts';
import type { PreparedMutants } from './prepare-mutants.ts';

export interface AssembleRequest {
  readonly prepared: PreparedMutants;
  readonly log: DetectionLog;
  /** The code was changed while it went on. */
  readonly changed: boolean;
  readonly now: Date;
}

/** What the trials of mutants amount to so far. */
export function assembleMutation({ prepared, log, changed, now }: AssembleRequest): Mutation {
  const { sample, all, kinds, asked, environment, target, fingerprint } = prepared;
  const trials = finalTrials(log.trials.map((trial) => doubted(trial, log.clean)));
  const last = kinds.at(-1)?.kind;
  const open = trials.filter((trial) => isOpen(trial) && trial.kind !== last);
  const git = gitFacts();
  return {
    id: log.id,
    startedAt: log.startedAt,
    endedAt: now.toISOString(),
    environment: environment.name,
    target: target.name,
    ...(git && { git }),
    tree: fingerprint.tree,
    seed: asked.mutants?.seed ?? 0,
    sampled: sample.length,
    all,
    kinds: kinds.map(({ kind }) => kind),
    complete: trials.length === sample.length && open.length === 0 && !changed,
    trials: [...trials],
    clean: log.clean.map(({ run, durationMs, suites }) => ({ run, durationMs, suites })),
    tookMs: { mutants: log.tookMs.mutant, clean: log.tookMs.clean },
  };
}

/** What another kind of suites may still kill. */
export function isOpen({ outcome }: Pick<Trial, 'outcome'>): boolean {
  return outcome === 'survived' || outcome === 'not covered' || outcome === 'unknown';
}

/** What fails with nothing changed as well has killed nothing. */
export function doubted(trial: Trial, clean: readonly Pick<CleanRun, 'suites'>[]): Trial {
  const { sight, outcome } = trial;
  if (sight === undefined || (outcome !== 'killed' && outcome !== 'killed grossly')) return trial;
  const alarmed = clean.some(({ suites }) =>
    suites.some(({ name, problems }) => name === sight.suite && problems.includes(sight.what)),
  );
  return alarmed ? { ...trial, outcome: 'unknown' } : trial;
}
