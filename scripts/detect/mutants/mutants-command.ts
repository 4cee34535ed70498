import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runId } from '../../../evidence/run-id.ts';
import { count } from '../../../reports/format.ts';
import type { Mutant } from '../../../reports/detection/mutants/trial.ts';
import type { PlannedSuite } from '../../../kernel/plan.ts';
import { EXIT } from '../../../kernel/errors.ts';
import { ROOT } from '../../root.ts';
import { gitFacts } from '../../run/facts.ts';
import { DETECTIONS } from '../../session/places.ts';
import { openDetection, unfinished, type DetectionLog } from '../detection-log.ts';
import { treeHash } from '../fingerprint.ts';
import { hearInterruption, type Interruption } from '../interruption.ts';
import { lockDetection } from '../lock.ts';
import { assembleMutation, isOpen } from './assemble-mutation.ts';
import type { Coverage } from './coverage.ts';
import { judgeSuites, problemsOf } from './judge-suites.ts';
import { Laboratory } from './laboratory.ts';
import { diffOf } from './mutant.ts';
import { prepareMutants, type MutantOptions, type PreparedMutants } from './prepare-mutants.ts';
import { sayMutation, sayTrial } from './say-mutants.ts';
import { tryKind } from './try-kind.ts';
import { tryMutants } from './try-mutants.ts';
import { writeSurvivors } from './survivors.ts';
import { writeMutation } from './write-mutation.ts';

/** After so many mutants all suites run with nothing changed: what fails then killed nothing. */
const CLEAN_EVERY = 40;

/** `./harness detect --mutants`: from the command line to an exit code. Throws a ConfigError before anything starts. */
export async function mutantsCommand(options: MutantOptions): Promise<number> {
  const say = options.json ? console.error : console.log;
  const prepared = await prepareMutants(options);
  const lock = await lockDetection({ say });
  try {
    const log = openLog(prepared, options, say);
    try {
      const interruption = hearInterruption(say);
      await tryAll({ prepared, log, say, interruption });
      return await conclude(prepared, log, options);
    } finally {
      log.close();
    }
  } finally {
    lock.release();
  }
}

function openLog(
  { fingerprint, asked }: PreparedMutants,
  { fresh }: MutantOptions,
  say: (line: string) => void,
): DetectionLog {
  const found = fresh ? undefined : unfinished(DETECTIONS, fingerprint, asked);
  const id = found ?? runId({ now: new Date(), ...gitFacts(), random: Math.random });
  const log = openDetection(DETECTIONS, id, fingerprint, asked);
  if (found !== undefined)
    say(`going on with ${id}: ${count(log.trials.length, 'trial')} are done; --fresh starts over`);
  return log;
}

interface Trials {
  readonly prepared: PreparedMutants;
  readonly log: DetectionLog;
  readonly say: (line: string) => void;
  readonly interruption: Interruption;
}

async function tryAll(trials: Trials): Promise<void> {
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
    ...{ kind, mutants, suites: sound, coverage, reviewed: prepared.reviewed },
    attempt: (together, by) => tryMutants(lab, together, by, coverage),
    diffOf: (mutant) => diffOf(readFileSync(join(ROOT, mutant.file), 'utf8'), mutant),
    isOver: () => interruption.stopped,
    async between() {
      if (sinceClean < CLEAN_EVERY) return;
      sinceClean = 0;
      await tryClean(trials, lab, { kind, suites: sound, coverage });
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
  if (!interruption.stopped && sinceClean > 0) await tryClean(trials, lab, { kind, suites: sound, coverage });
}

/** All suites with nothing changed. */
async function tryClean(
  { prepared, log, say, interruption }: Trials,
  lab: Laboratory,
  { suites, coverage }: Kind,
): Promise<void> {
  const began = performance.now();
  lab.copy.hold([]);
  const target = await lab.target.restart(lab.restartMs * 4 + 60_000);
  lab.suites.forget();
  const limitMs = ({ suite }: PlannedSuite) =>
    (coverage.suites[suite.name]?.durationMs ?? 60_000) * 4 + 15_000;
  const ran = await lab.suites.run({
    target,
    suites,
    lanes: availableParallelism(),
    stopAt: () => false,
    limitMs,
  });
  if (interruption.stopped) return;
  const found = ran.map((one) => {
    const judged = judgeSuites([one], suites);
    const { killed, doubtful } = judged;
    const failed = killed === undefined ? [] : [killed.sight.what];
    const verdict =
      killed !== undefined
        ? ('fail' as const)
        : doubtful.length > 0
          ? ('unknown' as const)
          : ('pass' as const);
    return { name: one.name, verdict, failed, problems: [...problemsOf(judged)] };
  });
  const durationMs = performance.now() - began;
  const fingerprint = { ...prepared.fingerprint, tree: treeHash(ROOT) };
  log.append({ type: 'clean', data: { run: '', durationMs, suites: found, fingerprint } });
  const bad = found.filter(({ verdict }) => verdict !== 'pass');
  say(
    `clean  ${bad.length === 0 ? '✓ no false alarm' : bad.map(({ name, problems }) => `✗ ${name}: ${problems.join('; ')}`).join('\n    ')} (${(durationMs / 1000).toFixed(0)} s)`,
  );
}

async function conclude(
  prepared: PreparedMutants,
  log: DetectionLog,
  { json }: MutantOptions,
): Promise<number> {
  const changed = treeHash(ROOT) !== prepared.fingerprint.tree;
  const mutation = assembleMutation({ prepared, log, changed, now: new Date() });
  if (mutation.complete) log.append({ type: 'ended', data: { verdict: 'pass' } });
  const { report, failures } = await writeMutation(mutation);
  const survivors = writeSurvivors(log.folder, log.trials);
  if (json) console.log(JSON.stringify({ ...mutation, report, survivors }));
  else console.log(`\n${sayMutation(mutation)}\nreport     ${report}\nsurvivors  ${survivors}`);
  for (const failure of failures) console.error(`warning: ${failure}`);
  if (changed)
    console.error('warning: the checkout was changed while this went on: its trials are of different code');
  return mutation.complete ? EXIT.pass : EXIT.unknown;
}
