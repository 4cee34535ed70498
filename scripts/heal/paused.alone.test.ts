import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { treeOf } from '../../kernel/pause.ts';
import type { Undo } from '../../kernel/undo.ts';
import { makeCheckout, type Checkout } from '../acceptance/checkout.ts';
import type { RunOnDisk } from '../acceptance/run-evidence.ts';
import { expectPutBack, kill, PATIENCE_MS, startVictim, until } from './testing/killed-run.ts';

let checkout: Checkout;
beforeAll(() => {
  checkout = makeCheckout();
  const file = 'chaos/experiments/pause/pause.suite.ts';
  const text = readFileSync(join(checkout.root, file), 'utf8');
  // Nobody waits for the phase before it, and it stays on for as long as anybody may take to kill.
  checkout.write(file, text.replace('{ before: 5_000, during: 6_000', '{ before: 1_000, during: 80_000'));
});
afterAll(() => checkout.remove(), PATIENCE_MS);

type Line = { readonly type: string; readonly id: number; readonly undo?: Undo };

function undoLines({ folder }: RunOnDisk): readonly Line[] {
  const lines = readFileSync(join(folder, 'undo.ndjson'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line);
}

function resumeOf(run: RunOnDisk) {
  return undoLines(run).flatMap(({ id, undo }) => (undo?.kind === 'resume' ? { ...undo, id } : []))[0];
}

it(
  'a run that is killed while a process stands still: its watcher lets it go on, ends everything and seals',
  { timeout: PATIENCE_MS },
  async () => {
    const victim = startVictim(checkout, ['chaos/api-pause', '--env', 'local', '--no-allure']);
    const isPaused = (run: RunOnDisk) => {
      const paused = resumeOf(run);
      return paused !== undefined && treeOf(paused).some(({ stopped }) => stopped);
    };
    const run = await until('a process that stands still', victim, isPaused);
    await expectPutBack(checkout, await kill(victim));
    expect(run.json('run.json')).toMatchObject({ status: 'interrupted', verdict: 'unknown' });
    const lines = undoLines(run);
    const done = lines.filter(({ type }) => type === 'done').map(({ id }) => id);
    const signals = lines.flatMap(({ id, undo }) => (undo?.kind === 'signal' ? id : []));
    const byWatcher = done.slice(done.indexOf(resumeOf(run)?.id ?? -1));
    expect(byWatcher.filter((id) => signals.includes(id)).length, 'signals after it').toBeGreaterThan(5);
  },
);
