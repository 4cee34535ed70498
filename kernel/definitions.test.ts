import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadDefinitions, loadSuites } from './definitions.ts';
import { ConfigError } from './errors.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'definitions-test-'))));
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, definition: unknown): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), `export default ${JSON.stringify(definition)};`);
}

const suite = {
  name: 'load/smoke',
  title: 'Light load',
  owner: 'sre',
  engine: 'k6',
  stages: ['smoke'],
  timeoutMs: 1000,
  weight: 'alone',
  thresholds: [{ metric: 'errors.rate', op: '<', limit: 0.01, unit: '', minSamples: 1 }],
  expects: { checks: 1 },
  options: {},
};

function writeEngine(): void {
  mkdirSync(join(root, 'load/engines'), { recursive: true });
  const body = `export default { name: 'k6', kind: 'load', toolKind: 'perf', tools: [], metrics: ['errors.rate'], parse: (options) => options };`;
  writeFileSync(join(root, 'load/engines/k6.engine.ts'), body);
}

async function problemsOf(loading: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof ConfigError ? error.problems : [];
}

it('finds definitions by suffix, wherever they are below a kind', async () => {
  write('load/suites/deep/er/smoke.suite.ts', suite);
  const [found] = await loadSuites(root);
  expect(found).toMatchObject({
    file: 'load/suites/deep/er/smoke.suite.ts',
    folder: join(root, 'load/suites/deep/er'),
  });
});

it('lists every problem at once, each with its file, what was got and what is allowed', async () => {
  writeEngine();
  write('load/a/a.suite.ts', suite);
  write('load/b/b.suite.ts', { ...suite, stages: ['nigthly'] });
  write('load/c/c.suite.ts', suite);
  write('load/d/d.suite.ts', {
    ...suite,
    name: 'load/d',
    thresholds: [{ ...suite.thresholds[0], metric: 'typo' }],
  });
  write('load/e/e.suite.ts', { ...suite, name: 'load/e', engine: 'k7', proves: ['XXX-01'] });
  write('load/h/h.suite.ts', {
    ...suite,
    name: 'load/h',
    proves: ['PER-05'],
    thresholds: [{ ...suite.thresholds[0], proves: ['PER-05', 'PER-04'] }],
  });
  write('e2e/f/f.suite.ts', { ...suite, name: 'e2e/f' });
  write('fixtures/environments/x.environment.ts', {
    name: 'x',
    title: 't',
    owner: 'o',
    target: 'moon',
    allows: ['lod'],
  });
  write('fixtures/environments/y.environment.ts', {
    name: 'y',
    title: 't',
    owner: 'o',
    target: 'moon',
    allows: [],
  });
  mkdirSync(join(root, 'chaos'));
  writeFileSync(join(root, 'chaos/g.suite.ts'), 'export default {;');
  const all = (await problemsOf(loadDefinitions(root, new Set()))).join('\n');
  for (const expected of [
    /a\.suite\.ts and .*c\.suite\.ts: both define the suite "load\/smoke"/,
    /b\.suite\.ts: stages\.0: .*"smoke"/,
    /d\.suite\.ts: thresholds: nobody declares the metric "typo".*errors\.rate/,
    /e\.suite\.ts: engine: got "k7"; known: k6/,
    /e\.suite\.ts: proves: unknown requirement "XXX-01"/,
    /h\.suite\.ts: thresholds: errors\.rate: proves: got "PER-04"; the suite proves: PER-05; add it there too/,
    /f\.suite\.ts: name: "e2e\/f" uses engine k6, which runs load suites/,
    /x\.environment\.ts: allows\.0: /,
    /y\.environment\.ts: target: got "moon"/,
    /g\.suite\.ts: /,
  ])
    expect(all).toMatch(expected);
});
