import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readdirSync } from 'node:fs';
import { makeCheckout, type Checkout } from './checkout.ts';
import { stagingAt } from './staging.ts';
import { harness, type CliOptions } from './cli.ts';

let checkout: Checkout;

beforeAll(() => {
  checkout = makeCheckout();
  checkout.stranger(
    'plain.js',
    `import http from 'k6/http';\nexport default () => { http.get(__ENV.BASE_URL); };`,
  );
  checkout.stranger(
    'both.test.ts',
    `import { test } from 'vitest';\nimport { expect } from '@playwright/test';\nvoid test; void expect;`,
  );
  checkout.stranger('nobody.ts', 'export const nothing = 1;');
});
afterAll(async () => {
  await checkout.remove();
});

/** Refused for each of the reasons, in one go, and nothing was started. */
async function expectRefused(args: readonly string[], reasons: readonly RegExp[], options: CliOptions = {}) {
  const before = checkout.runs();
  const { code, stdout, stderr, said } = await harness(checkout, args, options);
  for (const reason of reasons) expect(stderr, said).toMatch(reason);
  expect(stderr).not.toMatch(/a bug of ours|^\s+at /m);
  expect(stdout).toBe('');
  expect(code).toBe(254);
  // Neither evidence nor a work folder: a run creates both before any process.
  expect(checkout.runs()).toEqual(before);
  expect(readdirSync(checkout.temporary)).toEqual([]);
}

const at = ['--base-url', 'http://127.0.0.1:9'];
const plain = () => `${checkout.strangers}/plain.js`;

describe('a command line that is wrong is refused before anything starts', () => {
  it.each<[string, () => readonly string[], readonly RegExp[]]>([
    ['an unknown stage', () => ['--stage', 'nigthly'], [/nigthly/, /known: .*nightly/]],
    ['an unknown kind', () => ['chaoss'], [/chaoss/, /chaos\b/]],
    ['an unknown suite', () => ['e2e/logn'], [/e2e\/logn/, /e2e\/login\b/]],
    ['an unknown tag', () => ['--tag', 'broswer'], [/broswer/, /known: .*browser/]],
    [
      'several unknown words at once',
      () => ['e2e/logn', 'chaoss', '--stage', 'nigthly', '--tag', 'broswer'],
      [/e2e\/logn/, /chaoss/, /nigthly/, /broswer/],
    ],
    ['an unknown environment', () => ['e2e', '--env', 'stagin'], [/stagin\b/, /known: .*staging/]],
    ['an unknown engine', () => [plain(), ...at, '--engine', 'k7'], [/k7/, /known: .*k6/]],
    ['an unknown option', () => ['e2e', '--enviroment', 'local'], [/--enviroment/]],
    [
      'a file that two engines take',
      () => [`${checkout.strangers}/both.test.ts`, ...at],
      [/both\.test\.ts/, /playwright/, /vitest/, /--engine/],
    ],
    [
      'a file that no engine takes',
      () => [`${checkout.strangers}/nobody.ts`, ...at],
      [/nobody\.ts/, /--engine/],
    ],
    ['a folder in place of a file', () => [`${checkout.strangers}/`, ...at], [/acc-.*\/s\//]],
    [
      'files that do not exist',
      () => ['./no-such.spec.ts', './nor-this.js', ...at],
      [/no-such\.spec\.ts/, /nor-this\.js/],
    ],
    [
      'a base URL that is none',
      () => [plain(), '--base-url', 'localhost:3000'],
      [/--base-url/, /localhost:3000/, /https?:\/\//],
    ],
    [
      'a base URL with credentials',
      () => [plain(), '--base-url', 'http://me:hush@127.0.0.1:9'],
      [/--base-url/, /credentials/],
    ],
    ['a base URL and an environment', () => [plain(), ...at, '--env', 'local'], [/--base-url/, /--env/]],
    ['a base URL for suites', () => ['e2e', ...at], [/--base-url/]],
    ['an engine for suites', () => ['contract', '--engine', 'k6'], [/--engine/]],
    ['a stage for a plain file', () => [plain(), ...at, '--stage', 'smoke'], [/--stage/]],
    ['a tag for a plain file', () => [plain(), ...at, '--tag', 'browser'], [/--tag/]],
    [
      'load beyond this machine',
      () => [plain(), '--base-url', 'http://192.0.2.1:9'],
      [/load/, /does not allow/],
    ],
    [
      'a host that only looks like this machine',
      () => [plain(), '--base-url', 'http://127.0.0.1.example.test'],
      [/load/, /does not allow/],
    ],
    [
      'chaos and load in production',
      () => ['chaos', 'load', '--env', 'prod'],
      [/prod does not allow chaos/, /prod does not allow load/],
    ],
    ['a seed that is no number', () => [plain(), ...at, '--seed', 'abc'], [/--seed/, /abc/]],
  ])('%s', async (_, args, reasons) => {
    await expectRefused(['run', ...args()], reasons);
  });

  it('a kind wins over a file of its name', async () => {
    checkout.stranger('chaos', 'a file');
    const options = { cwd: checkout.strangers };
    await expectRefused(['run', 'chaos', '--env', 'prod'], [/prod does not allow chaos/], options);
  });

  it('a result that cannot be written', async () => {
    await expectRefused(
      ['run', plain(), ...at, '--result', '/no-such-folder/result.json'],
      [/--result/, /no-such-folder/],
    );
  });

  it('a secret in the base URL is not repeated', async () => {
    const { stdout, stderr } = await harness(checkout, [
      'run',
      plain(),
      '--base-url',
      'http://me:hush@127.0.0.1:9',
    ]);
    expect(stdout + stderr).not.toContain('hush');
  });

  it('an environment whose variables are missing: all of them are named', async () => {
    const variables = [
      'WEB_URL',
      'API_URL',
      'USER_USERNAME',
      'USER_PASSWORD',
      'ADMIN_USERNAME',
      'ADMIN_PASSWORD',
    ];
    await expectRefused(
      ['run', 'contract', '--env', 'staging', '--no-allure'],
      variables.map((name) => new RegExp(`STAGING_${name}\\b`)),
    );
  });

  it('an environment with one malformed and one missing variable: both are named, no value is shown', async () => {
    const env = { STAGING_WEB_URL: 'not-a-url', STAGING_USER_PASSWORD: 'hush-hush' };
    await expectRefused(
      ['run', 'contract', '--env', 'staging'],
      [/STAGING_WEB_URL/, /STAGING_ADMIN_PASSWORD/],
      { env },
    );
  });

  it('a password too short to be kept out of evidence: its variable is named', async () => {
    const env = stagingAt('http://127.0.0.1:9', 'abc');
    await expectRefused(['run', 'contract', '--env', 'staging'], [/STAGING_USER_PASSWORD/], { env });
  });

  it.each(['list', 'plan', 'doctor', 'target', 'heal'])('an unknown option of %s', async (verb) => {
    await expectRefused([verb, '--nonsense'], [/--nonsense/]);
  });

  it('an unknown verb', async () => {
    await expectRefused(['rnu'], [/rnu/]);
  });
});

describe('definitions that are wrong are refused before anything starts, all in one error', () => {
  afterEach(async () => {
    await checkout.remove();
    checkout = makeCheckout();
  });

  const suite = (
    name: string,
    more = '',
  ) => `export default { name: '${name}', title: 'T', owner: 'quality', engine: 'vitest', stages: ['pr'],
  timeoutMs: 1000, weight: 'light', expects: { checks: 1 }, options: { files: ['x.contract.ts'] }, ${more} };`;
  const threshold = `thresholds: [{ metric: 'made.up', op: '<', limit: 1, unit: 'ms', minSamples: 1 }]`;

  it('a metric nobody declares, a name given twice, a malformed environment, an owner left out', async () => {
    checkout.write('contract/suites/one/one.suite.ts', suite('contract/one', threshold));
    checkout.write('contract/suites/one/x.contract.ts', '');
    checkout.write('contract/suites/two/two.suite.ts', suite('contract/web-api'));
    checkout.write('contract/suites/two/x.contract.ts', '');
    checkout.write(
      'contract/suites/three/three.suite.ts',
      suite('contract/three').replace(`owner: 'quality',`, ''),
    );
    checkout.write(
      'fixtures/environments/odd/odd.environment.ts',
      `export default { name: 'Odd One', title: 't', owner: 'o', target: 'remote', allows: ['lode'] };`,
    );
    await expectRefused(
      ['run', '--stage', 'pr', '--env', 'local'],
      [
        /one\.suite\.ts.*made\.up/,
        /two\.suite\.ts.*web-api\.suite\.ts|web-api\.suite\.ts.*two\.suite\.ts/,
        /three\.suite\.ts.*owner/,
        /odd\.environment\.ts.*name/,
        /odd\.environment\.ts.*allows/,
      ],
    );
  });

  it('an engine, a target and a requirement that do not exist, and a file that does not load', async () => {
    checkout.write(
      'contract/suites/one/one.suite.ts',
      suite('contract/one', `proves: ['ZZZ-99']`).replace(`'vitest'`, `'vitesse'`),
    );
    checkout.write('contract/suites/two/two.suite.ts', 'export default {');
    checkout.write(
      'fixtures/environments/odd/odd.environment.ts',
      `export default { name: 'odd', title: 't', owner: 'o', target: 'nowhere', allows: [] };`,
    );
    await expectRefused(
      ['plan', 'contract'],
      [
        /one\.suite\.ts.*vitesse.*known/,
        /one\.suite\.ts.*ZZZ-99/,
        /two\.suite\.ts/,
        /odd\.environment\.ts.*nowhere.*known/,
      ],
    );
  });
});
