import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness, type CliOptions } from './cli.ts';

let checkout: Checkout;

beforeAll(() => {
  checkout = makeCheckout();
  checkout.stranger(
    'plain.js',
    `import http from 'k6/http';\nexport default () => { http.get(__ENV.BASE_URL); };`,
  );
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

// Each reason by itself: scripts/run/prepare-plan.test.ts, and scripts/verbs.test.ts for the options of all verbs.
describe('a command line that is wrong is refused before anything starts', () => {
  it.each<[string, () => readonly string[], readonly RegExp[]]>([
    [
      'several unknown words at once',
      () => ['e2e/logn', 'chaoss', '--stage', 'nigthly', '--tag', 'broswer'],
      [/e2e\/logn/, /chaoss/, /nigthly/, /broswer/],
    ],
    ['an unknown option', () => ['e2e', '--enviroment', 'local'], [/--enviroment/]],
    [
      'load beyond this machine',
      () => [plain(), '--base-url', 'http://192.0.2.1:9'],
      [/load/, /does not allow/],
    ],
    ['a seed that is no number', () => [plain(), ...at, '--seed', 'abc'], [/--seed/, /abc/]],
    [
      'a result that cannot be written',
      () => [plain(), ...at, '--result', '/no-such-folder/result.json'],
      [/--result/, /no-such-folder/],
    ],
  ])('%s', async (_, args, reasons) => {
    await expectRefused(['run', ...args()], reasons);
  });

  it('a kind wins over a file of its name', async () => {
    checkout.stranger('chaos', 'a file');
    const options = { cwd: checkout.strangers };
    await expectRefused(['run', 'chaos', '--env', 'prod'], [/prod does not allow chaos/], options);
  });

  it('an environment whose variables are missing, and one malformed: all of them are named', async () => {
    const variables = ['WEB_URL', 'API_URL', 'USER_USERNAME', 'ADMIN_USERNAME', 'ADMIN_PASSWORD'];
    await expectRefused(
      ['run', 'contract', '--env', 'staging', '--no-allure'],
      variables.map((name) => new RegExp(`STAGING_${name}\\b`)),
      { env: { STAGING_WEB_URL: 'not-a-url', STAGING_USER_PASSWORD: 'hush-hush' } },
    );
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

  it('whatever can be defined, malformed: all of it in one go', async () => {
    const files = [
      'contract/suites/odd/odd.suite.ts',
      'contract/engines/odd/odd.engine.ts',
      'contract/engines/odd/odd.tool.ts',
      'chaos/faults/odd.fault.ts',
      'security/rules/odd.rule.ts',
      'fixtures/environments/odd/odd.environment.ts',
      'fixtures/targets/odd/odd.target.ts',
      'reports/odd.report.ts',
      'publishers/odd/odd.publisher.ts',
      'scripts/commands/odd.command.ts',
      'odd/odd.kind.ts',
    ];
    for (const file of files) checkout.write(file, 'export default {};');
    const named = files.map((file) => new RegExp(`^harness: ${file.replaceAll('.', '\\.')}: name: `, 'm'));
    await expectRefused(['run', 'contract/headers'], named);
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

describe('a checkout without its reference target', () => {
  it.each(['detect', 'target up'])('refuses `%s`, and says what is missing', async (command) => {
    rmSync(join(checkout.root, 'fixtures/targets/reference'), { recursive: true, force: true });
    await expectRefused(command.split(' '), [
      /local\.environment\.ts: target: got "reference"; known: command, remote\. Fix: put the reference\.target\.ts back/,
    ]);
  });
});
