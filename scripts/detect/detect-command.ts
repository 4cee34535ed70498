import { runId } from '../../evidence/run-id.ts';
import { exitCodeOf } from '../../kernel/verdict.ts';
import { count } from '../../reports/format.ts';
import { detectionSummary } from '../../reports/detection-terminal.ts';
import { gitFacts } from '../run/facts.ts';
import { DETECTIONS } from '../run/places.ts';
import { ROOT } from '../root.ts';
import { assemble, cleanRunsOf } from './assemble.ts';
import { openDetection, unfinished, type DetectionLog, type Fingerprint } from './detection-log.ts';
import { treeHash } from './fingerprint.ts';
import { hearInterruption, type Interruption } from './interruption.ts';
import { takeLock } from './lock.ts';
import {
  prepareDetection,
  type Claimed,
  type DetectOptions,
  type PreparedDetection,
} from './prepare-detection.ts';
import { readCells, readClean } from './read-outcomes.ts';
import { runChild } from './run-child.ts';
import { sayClean, sayPlanted } from './say-run.ts';
import { writeDetection } from './write-detection.ts';

/** `./harness detect`: from the command line to an exit code. Throws a ConfigError before anything starts. */
export async function detectCommand(options: DetectOptions): Promise<number> {
  const prepared = await prepareDetection(options);
  const release = takeLock();
  const say = options.json ? console.error : console.log;
  const log = openLog(prepared, options, say);
  try {
    const interruption = hearInterruption(say);
    await tryAll({ prepared, log, say, interruption });
    return await conclude(prepared, log, options);
  } finally {
    log.close();
    release();
  }
}

function openLog({ fingerprint }: PreparedDetection, { fresh }: DetectOptions, say: Say): DetectionLog {
  const found = fresh ? undefined : unfinished(DETECTIONS, fingerprint);
  const id = found ?? runId({ now: new Date(), ...gitFacts(), random: Math.random });
  const log = openDetection(DETECTIONS, id, fingerprint);
  if (found !== undefined)
    say(
      `going on with ${id}: ${count(log.planted.size, 'defect')} and ${count(log.clean.length, 'clean run')} are done; --fresh starts over`,
    );
  return log;
}

type Say = (line: string) => void;

interface Trial {
  readonly prepared: PreparedDetection;
  readonly log: DetectionLog;
  readonly say: Say;
  readonly interruption: Interruption;
}

async function tryAll(trial: Trial): Promise<void> {
  const { prepared, log, say, interruption } = trial;
  const { claims, suites, clean } = prepared;
  const withSuite = claims.filter((claim) => claim.suites.length > 0);
  const cleanly = `${count(clean, 'clean run')} of ${count(suites.length, 'suite')}`;
  say(
    `detection ${log.id}: ${count(claims.length, 'defect')}, ${withSuite.length} with a suite, then ${cleanly}`,
  );
  for (const [index, claim] of withSuite.entries()) {
    if (interruption.stopped) return;
    if (!log.planted.has(claim.defect.id)) await tryDefect(trial, claim, `${index + 1}/${withSuite.length}`);
  }
  for (let done = cleanRunsOf(prepared, log).length; done < clean; done += 1) {
    if (interruption.stopped) return;
    await tryClean(trial, `${done + 1}/${clean}`);
  }
}

async function tryDefect(trial: Trial, { defect, suites }: Claimed, at: string): Promise<void> {
  const { log, say, prepared } = trial;
  const { id, title } = defect;
  const command = `./harness detect --defect ${id} --clean 0 --env ${prepared.environment}`;
  const ran = await runSuites(trial, suites, command, { id, title });
  if (ran === undefined) return;
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
  log.append({ type: 'planted', data: { ...data, ...(result && { run: result.run }) } });
  say(sayPlanted(at, id, cells, durationMs));
}

async function tryClean(trial: Trial, at: string): Promise<void> {
  const { log, say, prepared } = trial;
  const { suites, environment } = prepared;
  const ran = await runSuites(trial, suites, `./harness run ${suites.join(' ')} --env ${environment}`);
  if (ran === undefined) return;
  const { result, durationMs, problem } = ran;
  const unknown = (name: string) => ({
    name,
    verdict: 'unknown' as const,
    problems: [problem ?? 'no result'],
  });
  const found = result ? await readClean(result.run, suites) : suites.map(unknown);
  const data = { run: result?.run ?? '', durationMs, suites: found, fingerprint: fingerprintNow(prepared) };
  log.append({ type: 'clean', data });
  say(sayClean(at, found, durationMs));
}

/** Somebody may change the code meanwhile: what was run then is not taken for the code's when a detection goes on. */
function fingerprintNow({ fingerprint }: PreparedDetection): Fingerprint {
  return { ...fingerprint, tree: treeHash(ROOT) };
}

/** Undefined when it was interrupted: then it counts for nothing, and is done again. */
async function runSuites(
  { prepared, log, interruption }: Trial,
  suites: readonly string[],
  command: string,
  defect?: { id: string; title: string },
) {
  const { environment } = prepared;
  const ran = await runChild({
    request: { detection: log.id, environment, suites: [...suites], command, ...(defect && { defect }) },
    folder: log.folder,
    limitMs: prepared.limitMs(suites),
    onStop: (listener) => interruption.onStop(listener),
  });
  return interruption.stopped && ran.result?.status !== 'completed' ? undefined : ran;
}

async function conclude(
  prepared: PreparedDetection,
  log: DetectionLog,
  options: DetectOptions,
): Promise<number> {
  const changed = treeHash(ROOT) !== prepared.fingerprint.tree;
  const detection = assemble({ prepared, log, changed, now: new Date() });
  if (detection.complete) log.append({ type: 'ended', data: { verdict: detection.verdict } });
  const { report, failures } = await writeDetection(detection);
  if (options.json) console.log(JSON.stringify({ ...detection, report }));
  else console.log(`\n${detectionSummary(detection, { width: process.stdout.columns, report })}`);
  for (const failure of failures) console.error(`warning: ${failure}`);
  if (changed)
    console.error('warning: the checkout was changed while this went on: its runs are of different code');
  return exitCodeOf(detection.verdict);
}
