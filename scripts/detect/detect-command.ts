import { runId } from '../../evidence/run-id.ts';
import { exitCodeOf } from '../../kernel/verdict.ts';
import { count } from '../../reports/format.ts';
import { notTurnedRed } from '../../reports/detection/not-turned-red.ts';
import { detectionSummary } from '../../reports/detection/detection-terminal.ts';
import { gitFacts } from '../run/facts.ts';
import { DETECTIONS } from '../session/places.ts';
import { ROOT } from '../root.ts';
import { detectedCatalogue } from './detected-catalogue.ts';
import { assemble, unansweredOf } from './assemble.ts';
import { openDetection, unfinished, type DetectionLog } from './detection-log.ts';
import { treeHash } from './fingerprint.ts';
import { hearInterruption } from './interruption.ts';
import { lockDetection } from './lock.ts';
import { prepareDetection, type DetectOptions, type PreparedDetection } from './prepare-detection.ts';
import { tryAll, type Say } from './try-all.ts';
import { writeDetection } from './write-detection.ts';

/** `./harness detect`: from the command line to an exit code. Throws a ConfigError before anything starts. */
export async function detectCommand(options: DetectOptions): Promise<number> {
  const prepared = await prepareDetection(options);
  const say = options.json ? console.error : console.log;
  const lock = await lockDetection({ say });
  try {
    const log = openLog(prepared, options, say);
    try {
      await tryAll({ prepared, log, lock, say, interruption: hearInterruption(say) });
      return await conclude(prepared, log, options);
    } finally {
      log.close();
    }
  } finally {
    lock.release();
  }
}

function openLog(prepared: PreparedDetection, { fresh }: DetectOptions, say: Say): DetectionLog {
  const { fingerprint, claims, clean } = prepared;
  const asked = { defects: claims.map(({ defect }) => defect.id).sort(), clean };
  const found = fresh ? undefined : unfinished(DETECTIONS, fingerprint, asked);
  const id = found ?? runId({ now: new Date(), ...gitFacts(), random: Math.random });
  const log = openDetection(DETECTIONS, id, fingerprint, asked);
  if (found !== undefined)
    say(
      `going on with ${id}: ${count(log.planted.size, 'defect')} and ${count(log.clean.length, 'clean run')} are done; --fresh starts over`,
    );
  return log;
}

async function conclude(
  prepared: PreparedDetection,
  log: DetectionLog,
  options: DetectOptions,
): Promise<number> {
  const changed = treeHash(ROOT) !== prepared.fingerprint.tree;
  const detection = assemble({ prepared, log, changed, now: new Date() });
  const open = unansweredOf(prepared, log);
  if (detection.complete && open === 0) log.append({ type: 'ended', data: { verdict: detection.verdict } });
  const { report, failures } = await writeDetection(detection);
  const catalogue = await detectedCatalogue(detection.defects.flatMap(({ breaks }) => breaks));
  const width = process.stdout.columns;
  if (options.json) {
    const found = detection.whole ? notTurnedRed(detection, catalogue) : [];
    const references = found.flatMap(({ aspects }) => aspects.map(({ reference }) => reference));
    console.log(JSON.stringify({ ...detection, report, notTurnedRed: references }));
  } else console.log(`\n${detectionSummary(detection, { width, report, catalogue })}`);
  for (const failure of failures) console.error(`warning: ${failure}`);
  if (open > 0)
    console.error(`warning: ${count(open, 'run')} gave no answer; the same \`detect\` tries them again`);
  if (changed)
    console.error('warning: the checkout was changed while this went on: its runs are of different code');
  return exitCodeOf(detection.verdict);
}
