import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { treeOf } from '../../kernel/pause.ts';
import type { Undo } from '../../kernel/undo.ts';
import { pendingUndos } from '../../kernel/undo-log.ts';
import { makeCheckout, type Checkout } from '../acceptance/checkout.ts';
import type { RunOnDisk } from '../acceptance/run-evidence.ts';
import { expectPutBack, kill, PATIENCE_MS, startVictim, until } from './testing/killed-run.ts';

let checkout: Checkout;
beforeAll(() => {
  checkout = makeCheckout();
  const file = 'chaos/experiments/pause/pause.suite.ts';
  const text = readFileSync(join(checkout.root, file), 'utf8');
  // What must hold before it needs some samples; it stays on for as long as anybody may take to kill.
  checkout.write(file, text.replace('{ before: 5_000, during: 6_000', '{ before: 4_000, during: 80_000'));
});
afterAll(() => checkout.remove(), PATIENCE_MS);

const undoLog = ({ folder }: RunOnDisk) => join(folder, 'undo.ndjson');

function pausedIn(run: RunOnDisk) {
  return pendingUndos(undoLog(run))
    .flatMap(({ id, undo }) => (undo.kind === 'resume' ? { ...undo, id } : []))
    .find((one) => treeOf(one).some(({ stopped }) => stopped));
}

interface Line {
  readonly type: string;
  readonly id: number;
  readonly undo?: Undo;
}

it(
  'a run that is killed while a process stands still: its watcher lets it go on, ends everything and seals',
  { timeout: PATIENCE_MS },
  async () => {
    const victim = startVictim(checkout, ['chaos/api-pause', '--env', 'local', '--no-allure']);
    const run = await until('a process that stands still', victim, (one) => pausedIn(one) !== undefined);
    const paused = pausedIn(run);
    await expectPutBack(checkout, await kill(victim));
    expect(run.json('run.json')).toMatchObject({ status: 'interrupted', verdict: 'unknown' });
    const lines = readFileSync(undoLog(run), 'utf8').split('\n').filter(Boolean);
    const entries = lines.map((line) => JSON.parse(line) as Line);
    const done = entries.filter(({ type }) => type === 'done').map(({ id }) => id);
    expect(done).toContain(paused?.id);
    const signals = entries.flatMap(({ id, undo }) => (undo?.kind === 'signal' ? id : []));
    const after = done.slice(done.indexOf(paused?.id ?? -1)).filter((id) => signals.includes(id));
    expect(after.length, 'processes ended after it went on').toBeGreaterThan(5);
  },
);
