import { join, resolve } from 'node:path';
import { lastLines } from '../../../fixtures/test-runners/last-lines.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { checkHistory, type Checked } from '../../history/check-history.ts';
import { HISTORY_FILE, HISTORY_NAME, readHistory } from '../../history/journal.ts';
import type { FaultTime } from '../../history/say-operation.ts';
import type { Experiment } from './options.ts';
import type { Load } from './start-load.ts';
import { startOf, type Phase } from './timeline.ts';

type Run = SuiteRun<Experiment>;

/** A fault and what it disturbed, as a history tells of them. */
interface Named {
  readonly fault: { readonly name: string };
  readonly subject: { readonly name: string };
  readonly fromMs: number;
  readonly untilMs: number;
}

const fileOf = ({ work }: Pick<Run, 'work'>) => join(work, HISTORY_NAME);

/** Runs the client of an experiment, where it has one, to its end. Throws a SuiteError where it ends by itself with a failure. */
export async function startClient(run: Run, { durationMs }: Pick<Load, 'durationMs'>): Promise<void> {
  const { client } = run.options;
  if (client === undefined) return;
  const log = join(run.work, 'client.log');
  try {
    const child = await run.scope.spawn({
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', resolve(run.folder, client.script)],
      env: { ...run.variables, ...client.env, DURATION_MS: String(durationMs), [HISTORY_FILE]: fileOf(run) },
      output: { file: log },
    });
    const { code } = await child.exited;
    run.signal.throwIfAborted();
    if (code !== 0)
      throw new SuiteError({
        what: `the client of operations ended with ${code ?? 'a signal'}: ${lastLines(log)}`,
        fix: 'see its log in the evidence',
      });
  } finally {
    await run.recorder.attach('client.log', log);
    await run.recorder.attach(HISTORY_NAME, fileOf(run));
  }
}

/** Holds the history to what it is checked for, a check each. Throws a SuiteError for what could not be decided. */
export function checkClient(
  run: Run,
  disturbed: readonly Named[],
  timeline: readonly Phase[],
  zeroMs: number,
): void {
  const epochMs = performance.timeOrigin + zeroMs + startOf(timeline, 'during');
  const faults = disturbed.map(({ fault, subject, fromMs, untilMs }): FaultTime => ({
    name: `${fault.name} on ${subject.name}`,
    fromMs: epochMs + fromMs,
    untilMs: epochMs + untilMs,
  }));
  const startedMs = performance.now();
  const checked = checkHistory(readHistory(fileOf(run)), run.options.client?.checks ?? [], faults);
  for (const one of checked) record(run, one, (performance.now() - startedMs) / checked.length);
  const open = checked.filter(({ verdict }) => verdict === 'unknown');
  if (open.length > 0)
    throw new SuiteError({
      what: `the history does not say whether ${open.map(({ says, detail }) => `${says} (${detail})`).join('; nor whether ')}.`,
      fix: './harness chaos check says it again from the evidence; let the client ask more, or less at once',
    });
}

function record({ recorder }: Run, { check, says, verdict, detail }: Checked, durationMs: number): void {
  if (verdict === 'unknown') return;
  const outcome = verdict === 'held' ? 'passed' : 'failed';
  recorder.check({ id: says, outcome, detail, durationMs, proves: [...check.proves] });
}
