import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../root.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness, startProgram } from './cli.ts';
import { judgeAll } from './judged.ts';
import { writeNew, type NewRequest } from '../new/new.ts';
import { SORTS } from '../new/sorts.ts';

const LONG = 'a-name-so-long-that-lines-break-at-other-places-than-they-do-in-the-template';
/** One of each at least, in an order in which each finds what it stands on. */
const MADE: readonly Omit<NewRequest, 'root'>[] = [
  { sort: 'kind', name: 'licences' },
  { sort: 'target', name: 'shop' },
  { sort: 'environment', name: 'shop', target: 'shop' },
  { sort: 'environment', name: 'far' },
  { sort: 'engine', name: 'contract/asker' },
  { sort: 'engine', name: 'licences/reader' },
  { sort: 'suite', name: 'contract/pages', engine: 'vitest' },
  { sort: 'suite', name: 'contract/asked', engine: 'asker' },
  { sort: 'suite', name: 'licences/read' },
  { sort: 'suite', name: 'e2e/visit' },
  { sort: 'suite', name: 'load/visits' },
  { sort: 'suite', name: `security/${LONG}`, engine: 'vitest' },
  { sort: 'suite', name: 'security/visit', engine: 'zap' },
  { sort: 'suite', name: 'chaos/api-postgres-slow' },
  { sort: 'fault', name: 'late' },
  { sort: 'rule', name: 'private-address' },
  { sort: 'report', name: 'lines' },
  { sort: 'publisher', name: 'folder' },
  { sort: 'tool', name: 'syft' },
  { sort: 'command', name: 'count' },
];

let checkout: Checkout;
const written: string[] = [];
beforeAll(async () => {
  checkout = makeCheckout();
  // Its own modules, which engines are made of, take it for the project.
  process.env['HARNESS_PROJECT'] = checkout.root;
  for (const made of MADE) written.push(...(await writeNew({ root: checkout.root, ...made })).files);
});
afterAll(async () => {
  delete process.env['HARNESS_PROJECT'];
  await checkout.remove();
});

const sources = () => written.filter((file) => file.endsWith('.ts'));

const bare = (program: string, ...args: readonly string[]) =>
  startProgram(checkout, [join(ROOT, 'node_modules/.bin', program), ...args], {
    env: { PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}` },
  }).ended;

it('each sort is among them, and the verb says what it wrote, or why it did not', async () => {
  expect(new Set(MADE.map(({ sort }) => sort))).toEqual(new Set(Object.keys(SORTS)));
  const file = 'security/rules/other.rule.ts';
  const first = await harness(checkout, ['new', 'rule', 'other']);
  expect([first.code, first.said]).toEqual([0, expect.stringContaining(`wrote ${file}`)]);
  const again = await harness(checkout, ['new', 'rule', 'other']);
  expect([again.code, again.said]).toEqual([254, expect.stringContaining(file)]);
});

it('what was written is sound: definitions, types, lint, format, tests', async () => {
  const tests = written.filter((file) => file.endsWith('.test.ts'));
  const ofEngines = tests.filter((file) => file.includes('.integration.'));
  const units = tests.filter((file) => !ofEngines.includes(file));
  expect([ofEngines.length, units.length]).toEqual([2, 4]);
  const outcomes = [
    await harness(checkout, ['plan', 'chaos/api-postgres-slow', '--env', 'local']),
    await harness(checkout, ['count', '--json']),
    await bare('oxlint', '--max-warnings', '0', ...sources()),
    await bare('prettier', '--check', ...written),
    await startProgram(checkout, [process.execPath, 'scripts/quality/reference.ts', '--check']).ended,
    await bare('vitest', 'run', '--project', 'unit', ...units),
    await bare('vitest', 'run', '--project', 'integration', ...ofEngines),
  ];
  expect(outcomes.filter(({ code }) => code !== 0).map(({ said }) => said)).toEqual([]);
});

it('what was written keeps the import law', async () => {
  const law = ['--config', '.dependency-cruiser.cjs', '--output-type', 'err'];
  const { said } = await bare('depcruise', ...law, ...sources());
  // The packages are linked into a copy, and seem to lie elsewhere: that is said of the kernel's files.
  const broken = [...said.matchAll(/^ *error (\S+): (\S+)/gm)].filter(([, , file = '']) =>
    written.includes(file),
  );
  expect(said).toContain('dependencies cruised');
  expect(broken.map(([line]) => line)).toEqual([]);
});

it('a new suite is run against a new target in a new environment, by a tool and by a new engine', async () => {
  const { code, said, suites } = await judgeAll(checkout, [
    'contract/pages',
    'contract/asked',
    '--env',
    'shop',
  ]);
  expect(suites, said).toMatchObject([{ verdict: 'pass' }, { verdict: 'pass' }]);
  expect(code, said).toBe(0);
});
