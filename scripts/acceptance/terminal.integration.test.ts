import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { printable } from '../../kernel/printable.ts';
import { HOSTILE, HOSTILE_NAME } from '../../kernel/testing/hostile.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness, startProgram, type Outcome } from './cli.ts';
import { newestRun } from './run-evidence.ts';
import { startTinyServer, type TinyServer } from './tiny-server.ts';

let checkout: Checkout;
let server: TinyServer;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
});
afterAll(async () => {
  await server.close();
  await checkout.remove();
});

const NAME = JSON.stringify(HOSTILE_NAME);

/** Runs the command line in a shell, its output into `head -1`; the exit code is that of `./harness`. */
async function intoHead(line: string): Promise<Outcome> {
  const script = `set -o pipefail 2>/dev/null; { ./harness ${line}; echo "rc $?" >&3; } 3>rc.txt`;
  const outcome = await startProgram(checkout, ['/bin/bash', '-c', `${script} | head -1`]).ended;
  return {
    ...outcome,
    code: Number(/rc (\d+)/.exec(readFileSync(join(checkout.root, 'rc.txt'), 'utf8'))?.[1]),
  };
}

function expectPrintable(text: string): void {
  const raw = HOSTILE.filter(([, character]) => !'\n\t'.includes(character) && text.includes(character));
  expect(raw.map(([name]) => name)).toEqual([]);
  expect(text).not.toMatch(/^\s*::error|##\w*\[/m);
}

it('a reader that goes away ends nothing: the run is sealed, and exits with its verdict', async () => {
  const file = checkout.stranger(
    'hostile.test.ts',
    `import { expect, test } from 'vitest';
test('a ' + ${NAME}, () => { console.log(${NAME}); expect(${NAME}).toBe('b'); });`,
  );
  const run = `run ${file} --base-url ${server.url} --no-allure`;
  for (const line of [run, `${run} --json 2>&1 >/dev/null`]) {
    const outcome = await intoHead(line);
    expect(outcome.code, outcome.said).toBe(1);
    expect(newestRun(checkout).json('run.json')).toMatchObject({ status: 'completed', verdict: 'fail' });
    expect(outcome.said).not.toContain('a bug of ours');
  }
});

it.each([
  ['judge', 1],
  ['judge --json', 1],
  ['evidence verify', 0],
  ['evidence list', 0],
  ['evidence list --json', 0],
  ['report --no-allure', 0],
])('`%s` prints hostile names by visible escapes only', async (line, code) => {
  const outcome = await harness(checkout, line.split(' '));
  expect(outcome.code, outcome.said).toBe(code);
  expectPrintable(outcome.said);
});

it('a reader of `judge` may go away', async () => {
  expect((await intoHead('judge')).code).toBe(1);
});

it('evidence keeps the name as it is, and judge prints it so that a waiver can name it', async () => {
  const { reasons } = JSON.parse((await harness(checkout, ['judge', '--json'])).stdout) as {
    reasons: readonly { readonly waivable?: readonly string[] }[];
  };
  const [id = ''] = reasons.flatMap(({ waivable }) => waivable ?? []);
  expect(id).toContain('\u202e');
  const unsaid = await harness(checkout, ['waive', printable(id), '--owner', 'o']);
  expect(unsaid.code).toBe(254);
  expect(unsaid.said).toMatch(/expires[^]*approver|approver[^]*expires/);
  const who = ['--owner', 'o', '--approver', 'a', '--ticket', 't', '--reason', 'r'];
  const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const waived = await harness(checkout, ['waive', printable(id), '--expires', expires, ...who]);
  expect(waived.code, waived.said).toBe(0);
  expectPrintable(waived.said);
  expect((await harness(checkout, ['judge'])).code).toBe(0);
});

it('a waiver that nothing answers to any more fails the run, and names the nearest', async () => {
  const waivers = readFileSync(join(checkout.root, 'waivers.json'), 'utf8');
  const [waiver] = JSON.parse(waivers) as readonly { readonly of: string }[];
  const mistyped = [{ ...waiver, of: `${waiver?.of ?? ''}!` }];
  checkout.write('waivers.json', JSON.stringify(mistyped));
  const outcome = await harness(checkout, ['judge']);
  expect(outcome.code).toBe(1);
  expect(outcome.stdout).toContain('matches nothing that');
  expect(outcome.stdout).toContain('the nearest is hostile.test.ts › ');
});

it('a check is quarantined for no longer than the policy allows, and a suite of nothing else gives no answer', async () => {
  const [{ of }] = JSON.parse(readFileSync(join(checkout.root, 'waivers.json'), 'utf8')) as [{ of: string }];
  checkout.write('waivers.json', '[]');
  const who = ['--flaky', '--owner', 'o', '--approver', 'a', '--ticket', 't', '--reason', 'r'];
  const until = (days: number) => [
    '--expires',
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10),
  ];
  const name = printable(of.replace(/!$/, ''));
  const long = await harness(checkout, ['waive', name, ...until(60), ...who]);
  expect(long.code).toBe(254);
  expect(long.said).toContain('--expires: 60 days; the policy allows 30');
  const held = await harness(checkout, ['waive', name, ...until(20), ...who]);
  expect(held.code, held.said).toBe(0);
  expect(held.said).toContain('is in quarantine until');
  const judged = await harness(checkout, ['judge']);
  expect(judged.code).toBe(2);
  expect(judged.stdout).toContain('all are in quarantine');
});
