import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import type { PlannedSuite } from '../../../kernel/plan.ts';
import type { MutableSource } from '../../../kernel/target.ts';
import { count } from '../../../reports/format.ts';
import type { Mutant } from '../../../reports/detection/mutants/trial.ts';
import { ROOT } from '../../root.ts';
import type { DetectionLog } from '../detection-log.ts';
import { treeHash } from '../fingerprint.ts';
import type { Interruption } from '../interruption.ts';
import { isOpen } from './assemble-mutation.ts';
import { runClean } from './run-clean.ts';
import { suitesCovering, type Coverage } from './coverage.ts';
import { Laboratory } from './laboratory.ts';
import { diffOf } from './mutant.ts';
import type { PreparedMutants } from './prepare-mutants.ts';
import { sayClean } from '../say-run.ts';
import { sayTrial } from './say-mutants.ts';
import { writeSurvivors } from './survivors.ts';
import { tryKind } from './try-kind.ts';
import { tryMutants } from './try-mutants.ts';

/** After so many mutants all suites run with nothing changed: what fails then killed nothing. */
const CLEAN_EVERY = 40;

export interface Trials {
  readonly prepared: PreparedMutants;
  readonly log: DetectionLog;
  readonly say: (line: string) => void;
  readonly interruption: Interruption;
}

/**
 * Every mutant of a sample by the suites of each kind, what one kind has killed by none after it; and all suites with nothing
 * changed in between. Ends early when it is interrupted.
 */
export async function trySample(trials: Trials): Promise<void> {
  const { prepared, log, say, interruption } = trials;
  say(
    `detection ${log.id}: ${prepared.sample.length} of ${count(prepared.all, 'mutant')}, by suites of ${prepared.kinds.map(({ kind }) => kind).join(', then ')}`,
  );
  if (prepared.kinds.every(({ kind }) => openFor(trials, kind).length === 0)) return;
  const stop = new AbortController();
  interruption.onStop(() => stop.abort());
  const lab = await Laboratory.open({ prepared, signal: stop.signal, say });
  try {
    for (const { kind, suites } of prepared.kinds) {
      if (openFor(trials, kind).length === 0 || interruption.stopped) continue;
      const coverage = await lab.coverage(kind, suites);
      await tryWith(trials, lab, { kind, suites, coverage });
    }
  } catch (error) {
    // What was being started then did not come up.
    if (!interruption.stopped) throw error;
  } finally {
    for (const failure of await lab.close()) say(`problem: not put back: ${failure}`);
  }
}

/** What no suite of a kind before has killed, and this one's were not tried on. */
function openFor({ prepared, log }: Trials, kind: string): readonly Mutant[] {
  const settled = log.trials.filter((trial) => trial.kind === kind || !isOpen(trial));
  const ids = new Set(settled.map(({ mutant }) => mutant.id));
  return prepared.sample.filter(({ id }) => !ids.has(id));
}

interface Kind {
  readonly kind: string;
  readonly suites: readonly PlannedSuite[];
  readonly coverage: Coverage;
}

async function tryWith(trials: Trials, lab: Laboratory, { kind, suites, coverage }: Kind): Promise<void> {
  const { prepared, log, say, interruption } = trials;
  const mutants = openFor(trials, kind);
  await lab.startClean();
  const sound = suites.filter(({ suite }) => coverage.suites[suite.name]?.failed.length === 0);
  let sinceClean = 0;
  let done = 0;
  await tryKind({
    ...{ kind, mutants, reviewed: prepared.reviewed, earlier: log.trials },
    covering: (mutant) => coveringOf(mutant, sound, coverage, prepared.source),
    attempt: (together, by, how) => tryMutants(lab, together, by, { coverage, how }),
    diffOf: (mutant) => diffOf(readFileSync(join(ROOT, mutant.file), 'utf8'), mutant),
    isOver: () => interruption.stopped,
    async between() {
      if (sinceClean < CLEAN_EVERY) return;
      sinceClean = 0;
      await cleanRun(trials, lab, sound, coverage);
    },
    done(trial) {
      sinceClean += 1;
      done += 1;
      const fingerprint = { ...prepared.fingerprint, tree: treeHash(ROOT) };
      log.append({ type: 'mutant', data: { ...trial, fingerprint } });
      say(sayTrial(`${kind} ${done}/${mutants.length}`, trial));
      writeSurvivors(log.folder, log.trials);
    },
  });
  if (!interruption.stopped && sinceClean > 0) await cleanRun(trials, lab, sound, coverage);
}

/** What runs in a browser is run by suites that have one, and Node tells nothing of it. */
function coveringOf(
  mutant: Mutant,
  suites: readonly PlannedSuite[],
  coverage: Coverage,
  { browser = [] }: MutableSource,
): readonly PlannedSuite[] {
  const isInBrowser = browser.some((glob) => matchesGlob(mutant.file, glob));
  return suitesCovering(mutant, coverage)
    .flatMap((name) => suites.find(({ suite }) => suite.name === name) ?? [])
    .filter(({ engine }) => !isInBrowser || engine.tools.some(({ name }) => name === 'chromium'));
}

async function cleanRun(
  { prepared, log, say, interruption }: Trials,
  lab: Laboratory,
  suites: readonly PlannedSuite[],
  coverage: Coverage,
): Promise<void> {
  const { durationMs, suites: found } = await runClean(lab, suites, coverage);
  if (interruption.stopped) return;
  const fingerprint = { ...prepared.fingerprint, tree: treeHash(ROOT) };
  log.append({ type: 'clean', data: { run: '', durationMs, suites: found, fingerprint } });
  say(sayClean(String(log.clean.length), found, durationMs));
}
