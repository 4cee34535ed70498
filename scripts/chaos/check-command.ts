import { join } from 'node:path';
import { z } from 'zod';
import { type Checked, checkHistory, historyCheckSchema } from '../../chaos/history/check-history.ts';
import { historyIn, HISTORY_NAME } from '../../chaos/history/journal.ts';
import type { FaultTime } from '../../chaos/history/say-operation.ts';
import { readRun } from '../../evidence/read-run.ts';
import { ConfigError } from '../../kernel/errors.ts';
import type { Evidence } from '../../kernel/evidence.ts';
import { SUBJECT_KINDS } from '../../kernel/experiment.ts';
import { readPlainFile } from '../../kernel/plain-file.ts';
import { printable, printableLines } from '../../kernel/printable.ts';
import { eventsNamed } from '../../kernel/suite-events.ts';
import { exitCodeOf, type Verdict, worst } from '../../kernel/verdict.ts';
import { findRun } from '../session/find-run.ts';

const optionsSchema = z.object({
  faults: z
    .array(z.looseObject({ fault: z.string() }))
    .min(1)
    .optional(),
  client: z.object({ checks: z.array(historyCheckSchema).min(1) }),
});
const withClient = z.object({ client: z.unknown() });

type Recorded = Pick<Evidence, 'artifacts' | 'events'> & {
  readonly suite: Pick<Evidence['suite'], 'name' | 'options'>;
};
type Result = Pick<Checked, 'verdict' | 'says' | 'detail'>;

const VERDICTS: Readonly<Record<Checked['verdict'], Verdict>> = {
  held: 'pass',
  broken: 'fail',
  unknown: 'unknown',
};

/** Checks again what each suite of a run recorded of its operations. Gives the exit code. Throws a ConfigError for a run without any. */
export function checkCommand(id: string, { json = false }: { readonly json?: boolean }): number {
  const run = findRun(id);
  const { suites, problems } = readRun(run, { unsealed: true });
  const checked = suites.flatMap((suite) => historiesOf(run.folder, suite));
  if (checked.length === 0)
    throw new ConfigError({
      what: `${run.id}: no suite of it recorded a history.`,
      fix: 'name a run with an experiment that has a `client`, such as chaos/kept-api-kill',
    });
  const said = checked.flatMap(({ suite, results }) => results.map((one) => ({ suite, ...one })));
  if (json) console.log(JSON.stringify(said));
  for (const { suite, verdict, says, detail } of json ? [] : said)
    console.log(printableLines(`${verdict} ${suite}: ${says}\n  ${detail}`));
  for (const { path, problem } of problems) console.error(printable(`unknown ${path}: ${problem}`));
  return exitCodeOf(
    worst([...said.map(({ verdict }) => VERDICTS[verdict]), ...problems.map(() => 'unknown' as const)]),
  );
}

/** What became of each promise of a suite's history; of a suite without a client, none. */
export function historiesOf(
  root: string,
  { folder, evidence }: { readonly folder: string; readonly evidence: Recorded },
): readonly { readonly suite: string; readonly results: readonly Result[] }[] {
  const suite = evidence.suite.name;
  const { client } = withClient.safeParse(evidence.suite.options).data ?? {};
  if (client === undefined) return [];
  const artifact = evidence.artifacts.find(({ path }) => path === HISTORY_NAME);
  const { data: options, error } = optionsSchema.safeParse(evidence.suite.options);
  if (options === undefined) {
    const detail = `what its history is held to cannot be read:\n${z.prettifyError(error)}`;
    return [{ suite, results: [{ verdict: 'unknown', says: 'its promises', detail }] }];
  }
  const { checks } = options.client;
  const text =
    artifact === undefined ? '' : readPlainFile(join(root, folder, artifact.path)).toString('utf8');
  const faults = faultsIn(evidence);
  // Which faults a storm has stands in no option.
  const planned = options.faults ?? eventsNamed(evidence, 'injecting');
  const missing = lackOfFaults(planned, faults);
  const results = checkHistory(historyIn(text, `${folder}/${HISTORY_NAME}`), checks, faults).map((one) =>
    one.verdict === 'held' && missing !== undefined
      ? { ...one, verdict: 'unknown' as const, detail: missing }
      : one,
  );
  return [{ suite, results }];
}

/** Why a history that holds says nothing: faults were planned, and the evidence does not tell that they were on. */
export function lackOfFaults(planned: readonly unknown[], on: readonly FaultTime[]): string | undefined {
  if (on.length >= planned.length) return undefined;
  return `${planned.length} faults were planned, and the evidence tells of ${on.length} that were on`;
}

const phaseSchema = z.object({ name: z.string(), startedAt: z.iso.datetime(), endedAt: z.iso.datetime() });

/** Those of a storm come and go by themselves. */
const ownTimeSchema = z.object({ injectedAt: z.iso.datetime(), endedAt: z.iso.datetime() });

/** When its faults were on. */
export function faultsIn(evidence: Pick<Evidence, 'events'>): readonly FaultTime[] {
  const during = eventsNamed(evidence, 'phase')
    .map(({ detail }) => phaseSchema.safeParse(detail).data)
    .find((phase) => phase?.name === 'during');
  if (during === undefined) return [];
  return eventsNamed(evidence, 'fault').map(({ detail }) => {
    const told = detail as Readonly<Record<string, unknown>>;
    const subject =
      SUBJECT_KINDS.map((kind) => told[kind]).find((one) => typeof one === 'string') ?? 'something';
    const name = `${String(told['fault'])} on ${subject}`;
    const own = ownTimeSchema.safeParse(told).data;
    const { from = during.startedAt, until = during.endedAt } = {
      from: own?.injectedAt,
      until: own?.endedAt,
    };
    return { name, fromMs: Date.parse(from), untilMs: Date.parse(until) };
  });
}
