import { availableParallelism } from 'node:os';
import { inLanes } from '../../kernel/schedule.ts';
import { count } from '../../reports/format.ts';
import { ROOT } from '../root.ts';
import { cleanRunsOf } from './assemble.ts';
import type { DetectionLog, Fingerprint, LogEvent } from './detection-log.ts';
import { removeCopies } from './edited-source.ts';
import { treeHash } from './fingerprint.ts';
import type { Interruption } from './interruption.ts';
import type { DetectionLock } from './lock.ts';
import type { PlantedRequest } from './planted-request.ts';
import type { Claimed, PreparedDetection } from './prepare-detection.ts';
import { readCells, readClean } from './read-outcomes.ts';
import { clearResults, runChild } from './run-child.ts';
import { sayClean, sayPlanted } from './say-run.ts';
import { tryTwice } from './try-twice.ts';

/** Each needs the memory of a target. */
const MOST_LANES = 4;

export type Say = (line: string) => void;

export interface Trial {
  readonly prepared: PreparedDetection;
  readonly log: DetectionLog;
  readonly lock: Pick<DetectionLock, 'holdChild'>;
  readonly say: Say;
  readonly interruption: Interruption;
}

/**
 * Every defect that is not tried yet, those with light suites side by side, each with a target of its own; then the clean runs
 * that are missing. Ends early when it is interrupted. Throws an InfraError where a run refused to start, once no other runs.
 */
export async function tryAll(trial: Trial): Promise<void> {
  const { prepared, log, say, interruption } = trial;
  const { claims, suites, clean } = prepared;
  const withSuite = claims.filter((claim) => claim.suites.length > 0);
  const cleanly = `${count(clean, 'clean run')} of ${count(suites.length, 'suite')}`;
  say(
    `detection ${log.id}: ${count(claims.length, 'defect')}, ${withSuite.length} with a suite, then ${cleanly}`,
  );
  clearResults(log.folder);
  removeCopies();
  await tryPlanted(trial, withSuite);
  for (let done = cleanRunsOf(prepared, log).length; done < clean; done += 1) {
    if (interruption.stopped) return;
    await tryTwice({ ...trial, name: 'a clean run' }, () => tryClean(trial, `${done + 1}/${clean}`));
  }
}

/** A run that refuses to start keeps further ones from starting; it is thrown when those beside it have ended. */
async function tryPlanted(trial: Trial, claims: readonly Claimed[]): Promise<void> {
  const refusals: unknown[] = [];
  const tryOne = async (claim: Claimed) => {
    if (trial.interruption.stopped || refusals.length > 0) return;
    const attempt = () => tryDefect(trial, claim, claims.length);
    const tried = tryTwice({ ...trial, name: claim.defect.id }, attempt);
    await tried.catch((error: unknown) => refusals.push(error));
  };
  const open = claims.filter(({ defect }) => !trial.log.planted.has(defect.id));
  const [light, others] = [open.filter((claim) => claim.light), open.filter((claim) => !claim.light)];
  await inLanes(light, Math.min(MOST_LANES, availableParallelism()), tryOne);
  await inLanes(others, 1, tryOne);
  if (refusals.length > 0) throw refusals[0];
}

async function tryDefect(
  trial: Trial,
  { defect, suites }: Claimed,
  all: number,
): Promise<LogEvent | undefined> {
  const { log, say, prepared } = trial;
  const { id, title } = defect;
  const asked = { id, title, ...(defect.part === 'source' && { edits: defect.edits }) };
  const command = `./harness detect --defect ${id} --clean 0 --env ${prepared.environment}`;
  const ran = await runSuites(trial, suites, command, asked);
  if (ran === undefined) return undefined;
  const { result, durationMs, problem } = ran;
  const cells = result
    ? await readCells(result.run, defect, suites)
    : suites.map((suite) => ({
        suite,
        outcome: 'unknown' as const,
        sights: [],
        reason: problem ?? 'no result',
      }));
  const data = { defect: id, durationMs, cells, fingerprint: fingerprintNow(prepared) };
  const event = { type: 'planted', data: { ...data, ...(result && { run: result.run }) } } as const;
  log.append(event);
  say(sayPlanted(`${log.planted.size}/${all}`, id, cells, durationMs));
  return event;
}

async function tryClean(trial: Trial, at: string): Promise<LogEvent | undefined> {
  const { log, say, prepared } = trial;
  const { suites, environment } = prepared;
  const ran = await runSuites(trial, suites, `./harness run ${suites.join(' ')} --env ${environment}`);
  if (ran === undefined) return undefined;
  const { result, durationMs, problem } = ran;
  const unknown = (name: string) => ({
    name,
    verdict: 'unknown' as const,
    problems: [problem ?? 'no result'],
    failed: [],
  });
  const found = result ? await readClean(result.run, suites) : suites.map(unknown);
  const data = { run: result?.run ?? '', durationMs, suites: found, fingerprint: fingerprintNow(prepared) };
  const event = { type: 'clean', data } as const;
  log.append(event);
  say(sayClean(at, found, durationMs));
  return event;
}

/** Somebody may change the code meanwhile: what was run then is not taken for the code's when a detection goes on. */
function fingerprintNow({ fingerprint }: PreparedDetection): Fingerprint {
  return { ...fingerprint, tree: treeHash(ROOT) };
}

/** Undefined when it was interrupted: then it counts for nothing, and is done again. */
async function runSuites(
  { prepared, log, lock, interruption }: Trial,
  suites: readonly string[],
  command: string,
  defect?: PlantedRequest['defect'],
) {
  const { environment } = prepared;
  const ran = await runChild({
    request: { detection: log.id, environment, suites: [...suites], command, ...(defect && { defect }) },
    folder: log.folder,
    name: defect?.id ?? 'clean',
    limitMs: prepared.limitMs(suites),
    onStart: (pid) => lock.holdChild(pid),
    onStop: (listener) => interruption.onStop(listener),
  });
  return interruption.stopped && ran.result?.status !== 'completed' ? undefined : ran;
}
