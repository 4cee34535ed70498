import { rmSync } from 'node:fs';
import { isSealed } from '../../evidence/manifest.ts';
import { readRun, type ReadRun } from '../../evidence/read-run.ts';
import { Redactor } from '../../evidence/redaction.ts';
import { unbornFolder, type RunFolder } from '../../evidence/store.ts';
import { InfraError, saidBy } from '../../kernel/errors.ts';
import { runFactsSchema } from '../../kernel/run-journal.ts';
import { overdueUndos } from '../../kernel/undo-log.ts';
import { FINISH, reportRun } from '../finish/finish.ts';
import { publishDue, type Published } from '../finish/publish.ts';
import { isReported } from '../session/places.ts';
import { openStore } from '../session/store.ts';
import { readSecrets } from '../session/work-folder.ts';
import { withHealLock } from './heal-lock.ts';
import { importLeftovers } from './import-leftovers.ts';
import { undoLater } from './later-undos.ts';
import { removeAll, undoAll, type UndoneAll, type UndoOptions } from './undo-all.ts';
import { within, type Sentence } from '../../kernel/sentence.ts';

export interface HealedRun extends UndoneAll {
  /** How the publishers fared that had not had it yet; only where there are any. */
  readonly published?: readonly Published[];
}

/**
 * Does for a killed run what it could not do any more: ends its processes and faults, brings what its tools had written into
 * evidence, removes its folders, seals and reports it as interrupted. Of a run that was sealed already, it puts back what is
 * left, makes the reports and hands it to its publishers. Harmless when done twice. Commands are run by the run's own watcher;
 * anybody else must be told to.
 */
export async function healRun(
  run: RunFolder,
  by: 'watcher' | 'heal',
  options: UndoOptions = { commands: by === 'watcher' },
): Promise<HealedRun> {
  let healed: HealedRun = { undone: 0, failures: [] };
  // Of a run that never began there is nothing else.
  rmSync(unbornFolder(run.folder), { recursive: true, force: true });
  await withHealLock(run.folder, async () => {
    healed = isSealed(run) ? await healSealed(run, by, options) : await heal(run, by, options);
  });
  return healed;
}

/** The watcher comes only when the run died before it was reported as a whole. */
async function healSealed(run: RunFolder, by: 'watcher' | 'heal', options: UndoOptions): Promise<HealedRun> {
  const undone = await undoLater(run, options);
  if (by === 'watcher' || !isReported(run.id)) await reportRun(run, true);
  return withPublished(undone, await publishDue(run));
}

async function heal(run: RunFolder, by: 'watcher' | 'heal', options: UndoOptions): Promise<HealedRun> {
  const first = await undoAll(run.undo, options);
  try {
    return await seal(run, by, first, options);
  } catch (error) {
    return { undone: first.undone, failures: [...first.failures, sayUnsealed(run, error)] };
  }
}

function withPublished(undone: UndoneAll, published: readonly Published[]): HealedRun {
  return published.length > 0 ? { ...undone, published } : undone;
}

function sayUnsealed({ folder }: RunFolder, error: unknown): Sentence {
  const { what, fix } = within('could not be sealed', saidBy(error));
  const usual = `heal it with the version that made it, or move ${folder} away, and then ./harness heal`;
  return { what, fix: fix ?? usual };
}

async function seal(
  run: RunFolder,
  by: 'watcher' | 'heal',
  first: UndoneAll,
  options: UndoOptions,
): Promise<HealedRun> {
  const before = readRun(run, { unsealed: true });
  const foreign = before.problems.filter(({ path }) => path === 'run.ndjson');
  if (foreign.length > 0)
    throw new InfraError(foreign.map(({ path, problem }) => `${path} ${problem}`).join('; '));
  const lastAt = lastAtOf(before);
  const work = before.run?.work;
  const secrets = work === undefined ? undefined : readSecrets(work);
  const store = openStore(run, new Redactor(secrets ?? []), () => undefined);
  if (before.events.length === 0 && before.run)
    store.event({ type: 'run-started', data: runFactsSchema.strip().parse(before.run) });
  const raw =
    work === undefined || secrets === undefined ? undefined : { work, redactor: new Redactor(secrets) };
  await importLeftovers(run, raw, store);
  const second = await removeAll(run.undo, options);
  const failures = [...first.failures, ...second.failures];
  const undone = first.undone + second.undone;
  store.event({ type: 'healed', data: { by, undone, failures } });
  for (const undo of overdueUndos(run.undo))
    store.event({
      type: 'warning',
      data: { what: `overdue, so the watcher undid it: ${JSON.stringify(undo)}` },
    });
  for (const failure of failures) store.event({ type: 'trouble', data: within('not put back', failure) });
  if (!before.events.some(({ type }) => type === 'ended'))
    store.event({ type: 'ended', data: { status: 'interrupted', ...(lastAt !== undefined && { lastAt }) } });
  store.close();
  const { published } = await FINISH.run({ run, allure: true });
  return withPublished({ undone, failures }, published);
}

/** When the run was last heard of: the newest line of any of its journals. */
function lastAtOf({ events, suites }: ReadRun): string | undefined {
  return [events, ...suites.map((suite) => suite.events)]
    .map((journal) => journal.at(-1)?.at)
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
}
