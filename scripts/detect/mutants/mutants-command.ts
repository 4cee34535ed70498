import { runId } from '../../../evidence/run-id.ts';
import { count } from '../../../reports/format.ts';
import { EXIT } from '../../../kernel/errors.ts';
import { ROOT } from '../../root.ts';
import { gitFacts } from '../../run/facts.ts';
import { DETECTIONS } from '../../session/places.ts';
import { openDetection, unfinished, type DetectionLog } from '../detection-log.ts';
import { treeHash } from '../fingerprint.ts';
import { hearInterruption } from '../interruption.ts';
import { lockDetection } from '../lock.ts';
import { scoreOf } from '../../../reports/detection/mutants/score.ts';
import { assembleMutation } from './assemble-mutation.ts';
import { prepareMutants, type MutantOptions, type PreparedMutants } from './prepare-mutants.ts';
import { sayMutation } from './say-mutants.ts';
import { trySample } from './try-sample.ts';
import { writeSurvivors } from './survivors.ts';
import { writeMutation } from './write-mutation.ts';

/** `./harness detect --mutants`: from the command line to an exit code. Throws a ConfigError before anything starts. */
export async function mutantsCommand(options: MutantOptions): Promise<number> {
  const say = options.json ? console.error : console.log;
  const prepared = await prepareMutants(options);
  const lock = await lockDetection({ say });
  try {
    const log = openLog(prepared, options, say);
    try {
      const interruption = hearInterruption(say);
      await trySample({ prepared, log, say, interruption });
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
  // A sample of which none counts says nothing of the suites.
  return mutation.complete && scoreOf(mutation.trials).killed.all > 0 ? EXIT.pass : EXIT.unknown;
}
