import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../../kernel/process.ts';
import { patience } from '../../kernel/testing/patience.ts';
import { mutationSchema } from '../../reports/detection/mutants/mutation.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness, startHarness } from './cli.ts';
import { processesOf } from './stragglers.ts';

const HERE = 'fixtures/targets/shop';
/** Another team's product: a server of one file. Of its promises the suite below tests the sum, and not the currency. */
const SERVER = `import { createServer } from 'node:http';
const sum = (prices: readonly number[]): number => prices.reduce((all, one) => all + one, 0);
const never = (): string => 'nobody asks for this';
createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://shop');
  if (url.pathname === '/never') response.end(never());
  const prices = url.searchParams.getAll('price').map(Number);
  response.setHeader('x-currency', 'EUR');
  response.end(String(sum(prices)));
}).listen(Number(process.env['SHOP_PORT']), '127.0.0.1');
`;
const TARGET = `import { join } from 'node:path';
import { defineTarget } from '../../../kernel/target.ts';
import { freePorts } from '../../services/free-port.ts';
import { untilReady } from '../../services/until-ready.ts';
export default defineTarget({
  name: 'shop',
  tools: [],
  mutable: { copied: ['${HERE}/product'], files: ['${HERE}/product/*.ts'], except: [] },
  async start({ scope, signal, work, copy }) {
    const [port = 0] = await freePorts(1);
    const root = copy?.folder ?? join(import.meta.dirname, '../../..');
    const logFile = join(work, 'shop.log');
    const child = await scope.spawn({
      command: process.execPath,
      args: [join(root, '${HERE}/product/server.ts')],
      env: { SHOP_PORT: String(port), ...copy?.variables },
      output: { file: logFile },
    });
    const url = \`http://127.0.0.1:\${port}\`;
    const ready = async () => (await fetch(url, { signal })).ok;
    await untilReady({ part: 'The shop', child, logFile, signal, ready, fix: 'read its log.' });
    return {
      name: 'shop', version: '1', commit: undefined, urls: { web: url }, tenants: [], links: {},
      linksUnavailable: { what: 'it has none' }, logs: [logFile],
      health: async () => ({ id: 'up', outcome: 'passed', durationMs: 0, proves: [], attempt: 1 }),
    };
  },
});
`;
const ENVIRONMENT = `import { defineEnvironment } from '../../../kernel/environment.ts';
export default defineEnvironment({
  name: 'shop', title: 'A shop', owner: 'team-shop', target: 'shop',
  allows: ['contract'], effects: ['reads', 'writes'], frontEnds: {}, thresholds: {},
});
`;
const SUITE = `import { defineSuite } from '../../../kernel/suite.ts';
export default defineSuite({
  name: 'contract/shop', title: 'Sums are right.', owner: 'team-shop', engine: 'vitest', stages: [], tags: [],
  effect: 'reads', targets: ['shop'], timeoutMs: 60_000, weight: 'light', expects: { checks: 1 },
  options: { config: '../../vitest.config.ts', files: ['shop.contract.ts'] },
});
`;
const TEST = `import { expect, test } from 'vitest';
test('sums prices', async () => {
  const answer = await fetch(process.env['TARGET_WEB_URL'] + '/?price=2&price=3');
  expect(await answer.text()).toBe('5');
});
`;
const ARGS = ['detect', '--mutants', '40', '--env', 'shop', '--kinds', 'contract'];
const LONG = { timeoutMs: patience(240_000) };

let checkout: Checkout;
beforeAll(() => {
  checkout = makeCheckout();
  checkout.write(`${HERE}/product/server.ts`, SERVER);
  checkout.write(`${HERE}/shop.target.ts`, TARGET);
  checkout.write('fixtures/environments/shop/shop.environment.ts', ENVIRONMENT);
  checkout.write('contract/suites/shop/shop.suite.ts', SUITE);
  checkout.write('contract/suites/shop/shop.contract.ts', TEST);
});
afterAll(() => checkout.remove());

it('refuses a target that does not say what of it may be changed', async () => {
  const { code, said } = await harness(checkout, ['detect', '--mutants', '1', '--env', 'staging']);
  expect(said).toMatch(/target remote does not say what of its source may be changed.*Fix:/s);
  expect(code).toBe(254);
});

it('refuses what does not go together, and a number that is none', async () => {
  const { code, said } = await harness(checkout, [
    'detect',
    '--mutants',
    '1',
    '--defect',
    'x',
    '--clean',
    '2',
  ]);
  expect(said).toContain(
    '--defect plants defects, and --mutants, --mutant and --mutators try mutants; give one of them',
  );
  expect(said).toContain('--clean goes with defects');
  expect(code).toBe(254);
  const both = await harness(checkout, ['detect', '--mutators', 'header', '--mutants', '3']);
  expect(both.said).toContain('--mutants chooses by chance what --mutant and --mutators name');
  const strange = await harness(checkout, ['detect', '--env', 'shop', '--mutators', 'heade']);
  expect(strange.said).toMatch(
    /--mutators: none of heade changes anything here\.[^]*name some of:.*\bheader\b/,
  );
  const none = await harness(checkout, ['detect', '--mutants', '0']);
  expect(none.said).toContain('--mutants: got "0"; a whole number from 1 on is needed');
});

it('tells what the suites of a stranger would notice, goes on after a kill, and leaves nothing running', async () => {
  const journal = () => {
    const folder = join(checkout.root, 'evidence/detect');
    const [id = ''] = existsSync(folder) ? readdirSync(folder) : [];
    const file = join(folder, id, 'detect.ndjson');
    return existsSync(file) ? readFileSync(file, 'utf8').split('"type":"mutant"').length - 1 : 0;
  };
  const killed = startHarness(checkout, ARGS, LONG);
  await killed.until(() => journal() > 1, 'two mutants are tried');
  process.kill(killed.pid, 'SIGKILL');
  await killed.ended;
  const before = journal();
  const isQuiet = () => processesOf(checkout.root).length === 0;
  expect(await waitUntil(isQuiet, patience(10_000)), 'nothing outlives a kill').toBe(true);

  const { code, stdout, said } = await harness(checkout, [...ARGS, '--json'], LONG);
  expect(said).toContain(`${before} trials are done`);
  expect(code, said).toBe(0);
  const { trials, clean } = mutationSchema.parse(JSON.parse(stdout));
  const outcomeOf = (wanted: string, instead: string) =>
    trials.find(({ mutant }) => mutant.original.includes(wanted) && mutant.replacement.includes(instead))
      ?.outcome;
  expect(outcomeOf('all + one', 'all - one')).toMatch(/^killed/);
  expect(outcomeOf("'EUR'", '""')).toBe('survived');
  expect(outcomeOf("'nobody asks for this'", '""')).toBe('not covered');
  expect(outcomeOf("'127.0.0.1'", '""')).toBeDefined();
  expect(clean.flatMap(({ suites }) => suites.map(({ verdict }) => verdict))).not.toContain('fail');
  expect(readFileSync(join(checkout.root, `${HERE}/product/server.ts`), 'utf8')).toBe(SERVER);
  expect(await waitUntil(isQuiet, patience(10_000))).toBe(true);
});
