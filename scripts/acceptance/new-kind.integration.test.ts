import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness } from './cli.ts';
import { newestRun } from './run-evidence.ts';

let checkout: Checkout;
beforeAll(() => {
  checkout = makeCheckout();
  checkout.write(
    'licences/licences.kind.ts',
    `import { defineKind } from '../kernel/kind.ts';
export default defineKind({ name: 'licences', title: 'Licences in use', order: 70 });`,
  );
  checkout.write(
    'licences/engines/reader/reader.engine.ts',
    `import { readFile } from 'node:fs/promises';
import { defineEngine } from '../../../kernel/engine.ts';
export default defineEngine<{ file: string }, 'source'>({
  name: 'reader', kinds: ['licences'], needs: 'source', tools: [], metrics: ['packages'],
  parse: (options) => options as { file: string },
  unavailable: () => Promise.resolve(undefined),
  async run({ options, recorder, target, variables }) {
    const { packages } = JSON.parse(await readFile(options.file, 'utf8')) as { packages: object };
    const value = Object.keys(packages).length;
    recorder.metric({ name: 'packages', value, unit: '', samples: value });
    const told = Object.keys(variables).filter((name) => /_URL$|TENANT/.test(name));
    const outcome = target === undefined && told.length === 0 ? 'passed' : 'failed';
    recorder.check({ id: 'no target', outcome, durationMs: 0, detail: told.join() });
  },
});`,
  );
  checkout.write(
    'licences/suites/lockfile/lockfile.suite.ts',
    `import { defineSuite } from '../../../kernel/suite.ts';
export default defineSuite({
  name: 'licences/lockfile', title: 'The packages are few.', owner: 'quality', engine: 'reader', stages: [],
  timeoutMs: 60_000, weight: 'light', expects: { checks: 1 }, options: { file: 'package-lock.json' },
  thresholds: [{ metric: 'packages', op: '>', limit: 1, unit: '', minSamples: 1 }],
});`,
  );
  // Its target could not be reached: no variable is set.
  checkout.write(
    'fixtures/environments/desk/desk.environment.ts',
    `import { defineEnvironment } from '../../../kernel/environment.ts';
export default defineEnvironment({
  name: 'desk', title: 'Nothing runs here.', owner: 'quality', target: 'remote', allows: ['licences'],
  urls: { web: { variable: 'DESK_WEB_URL' } },
});`,
  );
});
afterAll(() => checkout.remove());

it('a kind with a scanner of the source is one folder, and is run without a target', async () => {
  const { code, said } = await harness(checkout, ['run', 'licences', '--env', 'desk', '--no-allure']);
  expect(code, said).toBe(0);
  const run = newestRun(checkout);
  expect(run.events().map(({ type }) => type)).not.toContain('target-up');
  expect(readFileSync(join(run.folder, 'licences/licences/lockfile/journal.ndjson'), 'utf8')).toContain(
    '"packages"',
  );
  expect(readFileSync(join(run.reports, 'index.html'), 'utf8')).toContain('Licences in use');
});
