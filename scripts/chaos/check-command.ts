import { join } from 'node:path';
import { z } from 'zod';
import { checkHistory, historyCheckSchema } from '../../chaos/history/check-history.ts';
import { historyIn, HISTORY_NAME } from '../../chaos/history/journal.ts';
import type { FaultTime } from '../../chaos/history/say-operation.ts';
import { readRun, type SuiteEvidence } from '../../evidence/read-run.ts';
import { ConfigError } from '../../kernel/errors.ts';
import type { Evidence } from '../../kernel/evidence.ts';
import { SUBJECT_KINDS } from '../../kernel/experiment.ts';
import { readPlainFile } from '../../kernel/plain-file.ts';
import { printable, printableLines } from '../../kernel/printable.ts';
import { eventsNamed } from '../../kernel/suite-events.ts';
import { exitCodeOf, type Verdict, worst } from '../../kernel/verdict.ts';
import { findRun } from '../session/find-run.ts';

const optionsSchema = z.object({
  faults: z.array(z.looseObject({ fault: z.string() })).min(1),
  client: z.object({ checks: z.array(historyCheckSchema) }),
});
const VERDICTS: Readonly<Record<'held' | 'broken' | 'unknown', Verdict>> = {
  held: 'pass',
  broken: 'fail',
  unknown: 'unknown',
};

/** Checks again what each suite of a run recorded of its operations. Gives the exit code: of a run without any, `unknown`'s. */
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
  for (const { path, problem } of json ? [] : problems) console.log(printable(`unknown ${path}: ${problem}`));
  return exitCodeOf(
    worst([...said.map(({ verdict }) => VERDICTS[verdict]), ...problems.map(() => 'unknown' as const)]),
  );
}

function historiesOf(root: string, { folder, evidence }: SuiteEvidence) {
  const artifact = evidence.artifacts.find(({ path }) => path === HISTORY_NAME);
  const options = optionsSchema.safeParse(evidence.suite.options).data;
  if (options === undefined) return [];
  const { checks } = options.client;
  const text =
    artifact === undefined ? '' : readPlainFile(join(root, folder, artifact.path)).toString('utf8');
  const faults = faultsIn(evidence);
  const missing = lackOfFaults(options.faults, faults);
  const results = checkHistory(historyIn(text, `${folder}/${HISTORY_NAME}`), checks, faults).map((one) =>
    one.verdict === 'held' && missing !== undefined
      ? { ...one, verdict: 'unknown' as const, detail: missing }
      : one,
  );
  return [{ suite: evidence.suite.name, results }];
}

/** Why a history that holds says nothing: faults were planned, and the evidence does not tell that they were on. */
export function lackOfFaults(planned: readonly unknown[], on: readonly FaultTime[]): string | undefined {
  if (on.length >= planned.length) return undefined;
  return `${planned.length} faults were planned, and the evidence tells of ${on.length} that were on`;
}

const phaseSchema = z.object({ name: z.string(), startedAt: z.iso.datetime(), endedAt: z.iso.datetime() });

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
    return { name, fromMs: Date.parse(during.startedAt), untilMs: Date.parse(during.endedAt) };
  });
}
