import { existsSync } from 'node:fs';
import { readRun } from '../../evidence/read-run.ts';
import { Redactor } from '../../evidence/redaction.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { runFactsSchema } from '../../kernel/run-journal.ts';
import { finishRun } from '../run/finish.ts';
import { openStore } from '../run/store.ts';
import { readSecrets } from '../run/work-folder.ts';
import { withHealLock } from './heal-lock.ts';
import { importLeftovers } from './import-leftovers.ts';
import { removeAll, undoAll, type UndoneAll } from './undo-all.ts';

/**
 * Does for a killed run what it could not do any more: ends its processes and faults, brings what its tools had written into
 * evidence, removes its folders, seals and reports it as interrupted. Harmless when done twice.
 */
export async function healRun(run: RunFolder, by: 'watcher' | 'heal'): Promise<UndoneAll> {
  let undone: UndoneAll = { undone: 0, failures: [] };
  await withHealLock(run.folder, async () => {
    if (existsSync(run.manifest)) return;
    undone = await heal(run, by);
  });
  return undone;
}

async function heal(run: RunFolder, by: 'watcher' | 'heal'): Promise<UndoneAll> {
  const first = await undoAll(run.undo);
  const before = readRun(run);
  const work = before.run?.work;
  const secrets = work === undefined ? undefined : readSecrets(work);
  const store = openStore(run, new Redactor(secrets ?? []), () => undefined);
  if (before.events.length === 0 && before.run)
    store.event({ type: 'run-started', data: runFactsSchema.strip().parse(before.run) });
  const raw =
    work === undefined || secrets === undefined ? undefined : { work, redactor: new Redactor(secrets) };
  await importLeftovers(run, raw, store);
  const second = await removeAll(run.undo);
  const failures = [...first.failures, ...second.failures];
  const undone = first.undone + second.undone;
  store.event({ type: 'healed', data: { by, undone, failures } });
  for (const what of failures) store.event({ type: 'trouble', data: { what: `not put back: ${what}` } });
  if (!before.events.some(({ type }) => type === 'ended'))
    store.event({ type: 'ended', data: { status: 'interrupted' } });
  store.close();
  await finishRun({ run, allure: true });
  return { undone, failures };
}
