import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness, startProgram } from './cli.ts';
import { closedUrl, startTinyServer, type TinyServer } from './tiny-server.ts';

let checkout: Checkout;
let server: TinyServer;

beforeAll(async () => {
  checkout = makeCheckout();
  server = await startTinyServer();
  checkout.stranger(
    "it's here/hello.test.ts",
    `import { expect, test } from 'vitest';
test('hello', async () => { expect((await fetch(\`\${process.env['TARGET_WEB_URL']}/api/hello\`)).status).toBe(200); });`,
  );
});
afterAll(async () => {
  await server.close();
  await checkout.remove();
});

interface Result {
  readonly run: string;
  readonly verdict: string;
  readonly suites: readonly { readonly name: string; readonly verdict: string; readonly checks: number }[];
  readonly reasons: readonly { readonly what: string }[];
  readonly evidence: string;
  readonly report: string;
}

/** Where the file is, which is named relative to it. */
const folder = () => `${checkout.strangers}/it's here`;
/** What the run that failed said. */
let failed: string;

describe('--json and --result', () => {
  it.each([
    ['pass', 0, 'well', false],
    ['fail', 1, 'broken', false],
    ['unknown', 2, 'well', true],
  ] as const)(
    '%s: one document on stdout, the same in the file, progress on stderr, exit %i',
    async (verdict, code, behaviour, closed) => {
      server.behaviour = behaviour;
      const written = `${checkout.strangers}/${verdict}.json`;
      const url = closed ? await closedUrl() : server.url;
      const args = ['run', './hello.test.ts', '--base-url', url, '--no-allure'];
      const outcome = await harness(checkout, [...args, '--json', '--result', written], { cwd: folder() });
      if (verdict === 'fail') failed = outcome.stderr;
      const result = JSON.parse(outcome.stdout) as Result;
      expect(JSON.parse(readFileSync(written, 'utf8'))).toEqual(result);
      expect(result.verdict).toBe(verdict);
      expect(result.suites.map((suite) => suite.verdict)).toEqual([verdict]);
      expect(result.reasons.length > 0).toBe(verdict !== 'pass');
      expect(existsSync(result.evidence) && existsSync(result.report)).toBe(true);
      expect(outcome.stderr).toContain('contract/hello');
      expect(outcome.code).toBe(code);
    },
  );

  it('a failed run that got the journal of one that passed is unknown, for judge, report, list and verify', async () => {
    const [good, bad] = ['pass', 'fail'].map(
      (verdict) => JSON.parse(readFileSync(`${checkout.strangers}/${verdict}.json`, 'utf8')) as Result,
    );
    if (good === undefined || bad === undefined) throw new Error('there are no such runs');
    const journal = `contract/${bad.suites[0]?.name ?? ''}/journal.ndjson`;
    copyFileSync(join(good.evidence, journal), join(bad.evidence, journal));
    const judged = await harness(checkout, ['judge', bad.run]);
    expect(judged.said).toContain(`evidence was changed: ${journal} was changed`);
    expect(judged.code).toBe(2);
    const reported = await harness(checkout, ['report', bad.run, '--no-allure']);
    expect(reported.stderr).toContain(`warning: evidence was changed: ${journal} was changed`);
    expect(reported.code).toBe(0);
    expect(readFileSync(bad.report, 'utf8')).toMatch(/<title>\s*Unknown[^]*it does not verify/i);
    const listed = await harness(checkout, ['evidence', 'list', '--json']);
    const runs = JSON.parse(listed.stdout) as readonly { id: string; verdict: string; problem?: string }[];
    expect(runs.find(({ id }) => id === good.run)).toMatchObject({ verdict: 'pass' });
    expect((await harness(checkout, ['evidence', 'verify', bad.run])).code).toBe(1);
    expect((await harness(checkout, ['judge', good.run])).code).toBe(0);
  });

  it('exits 254 with nothing on stdout where the command line is wrong', async () => {
    const outcome = await harness(checkout, ['run', '--stage', 'nigthly', '--json']);
    expect(outcome).toMatchObject({ code: 254, stdout: '' });
  });

  it.each([['list'], ['plan', 'contract'], ['heal']])('%s --json is one document', async (...args) => {
    const outcome = await harness(checkout, [...args, '--json']);
    expect(JSON.parse(outcome.stdout)).toBeTypeOf('object');
    expect(outcome.code).toBe(0);
  });
});

it('a failing suite prints the command that reruns just it, which fails again, and passes once the product is mended', async () => {
  const [, command = ''] = /((?:\S*\/)?harness run .+)$/m.exec(failed) ?? [];
  /** Pastes the command into a shell, where the run was started. */
  const paste = () => startProgram(checkout, ['/bin/sh', '-c', command], { cwd: folder() }).ended;
  server.behaviour = 'broken';
  const again = await paste();
  expect(again.code, again.said).toBe(1);
  server.behaviour = 'well';
  const mended = await paste();
  expect(mended.code, mended.said).toBe(0);
});
