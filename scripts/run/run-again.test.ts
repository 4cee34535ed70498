import { expect, it } from 'vitest';
import { runAgain } from './run-again.ts';
import { isSource } from './watch-command.ts';

it('runs once for what it is, again after each change, and ends with the last word', async () => {
  const interruption = new AbortController();
  const codes = [0, 1, 2];
  const ran: number[] = [];
  const changes = { next: () => Promise.resolve() };
  const run = () => {
    ran.push(codes[ran.length] ?? 9);
    if (ran.length === codes.length) interruption.abort();
    return Promise.resolve(ran.at(-1) ?? 9);
  };
  expect(await runAgain(run, changes, interruption.signal)).toBe(2);
  expect(ran).toEqual(codes);
});

it('whoever waits for a change can be interrupted', async () => {
  const interruption = new AbortController();
  const changes = { next: () => (interruption.abort(), new Promise<void>(() => undefined)) };
  let ran = 0;
  expect(await runAgain(() => Promise.resolve(++ran), changes, interruption.signal)).toBe(1);
  expect(ran).toBe(1);
});

it.each([
  ['e2e/suites/a/a.spec.ts', true],
  ['harness.config.ts', true],
  ['reports/page/index.ts', true],
  ['evidence/runs/x/run.ndjson', false],
  ['reports/runs/x/index.html', false],
  ['e2e/node_modules/a/b.js', false],
  ['e2e/suites/a/.a.spec.ts.swp', false],
  ['.harness/target.env', false],
  ['waivers.json.partial', false],
])('%s is a source: %s', (file, expected) => expect(isSource(file)).toBe(expected));
