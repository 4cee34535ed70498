import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadDefinitions } from './definitions.ts';
import { loadSuites } from './load-suites.ts';
import { needsTarget } from './engine.ts';
import { ConfigError } from './errors.ts';
import { environmentNamed, plan } from './plan.ts';
import { say } from './sentence.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'definitions-test-'));
  for (const [order, name] of ['e2e', 'load'].entries())
    write(`${name}/${name}.kind.ts`, { name, title: name, order });
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, definition: unknown): void {
  writeText(file, `export default ${JSON.stringify(definition)};`);
}

function writeText(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** What each engine has to have. */
const ENGINE =
  'tools: [], metrics: [], parse: (options) => options, unavailable: async () => undefined, run: async () => undefined';

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

function writeEngine(name = 'k6'): void {
  writeText(
    'load/engines/k6.engine.ts',
    `export default { ${ENGINE}, name: '${name}', kinds: ['load'], metrics: ['errors.rate'] };`,
  );
}

async function problemsOf(loading: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof ConfigError ? error.problems.map(say) : [];
}

it('finds definitions by suffix, wherever they are below a kind', async () => {
  write('load/suites/deep/er/smoke.suite.ts', suite);
  const [found] = (await loadSuites({ root })).suites;
  expect(found).toMatchObject({
    file: 'load/suites/deep/er/smoke.suite.ts',
    folder: join(root, 'load/suites/deep/er'),
  });
});

it('lists every problem at once, each with its file, what was got and what is allowed', async () => {
  writeEngine();
  write('load/a/a.suite.ts', suite);
  write('load/b/b.suite.ts', { ...suite, stages: ['Nightly!'] });
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
    notApplicable: { 'FUN-02': 'none here' },
  });
  write('lent/lent.kind.ts', { name: 'lent', title: 'Lent', order: 9, engines: ['k7'] });
  writeText('e2e/g/g.suite.ts', 'export default {;');
  write('e2e/i/i.suite.ts', { ...suite, name: 'smoke/i' });
  const all = (await problemsOf(loadDefinitions({ root }, new Set(['FUN-01', 'FUN-01/admin'])))).join('\n');
  for (const expected of [
    /a\.suite\.ts and .*c\.suite\.ts: both define the suite "load\/smoke"/,
    /b\.suite\.ts: stages\.0: a stage in kebab-case/,
    /d\.suite\.ts: thresholds: nobody declares the metric "typo".*errors\.rate/,
    /e\.suite\.ts: engine: got "k7"; known: k6/,
    /lent\.kind\.ts: engines: got "k7"; known: k6/,
    /e\.suite\.ts: proves: unknown requirement "XXX-01"/,
    /h\.suite\.ts: thresholds: errors\.rate: proves: got "PER-04"; the suite proves: PER-05; add it there too/,
    /f\.suite\.ts: name: "e2e\/f" uses engine k6, which runs load suites/,
    /i\.suite\.ts: name: got "smoke\/i"; its kind is none of e2e, lent, load/,
    /x\.environment\.ts: allows\.0: .*"e2e"\|"lent"\|"load"\|"active-scan"\|"process-faults"\|"network-faults"/,
    /y\.environment\.ts: target: got "moon"; known: .*Fix: put the moon\.target\.ts back/,
    /y\.environment\.ts: notApplicable: unknown requirement "FUN-02"; near it: FUN-01, /,
    /g\.suite\.ts: /,
  ])
    expect(all).toMatch(expected);
});

it('a file may define several suites, for every fault and link, each a suite of its own', async () => {
  writeEngine();
  const [faults, links] = [12, 7].map((count) => Array.from({ length: count }, (_, index) => index));
  const names =
    faults?.flatMap((fault) => links?.map((link) => `load/fault-${fault}-link-${link}`) ?? []) ?? [];
  write(
    'load/a/a.suite.ts',
    names.map((name) => ({ ...suite, name })),
  );
  const { suites } = await loadDefinitions({ root }, new Set());
  expect(suites.map(({ value }) => value.name)).toEqual(names);
  expect(new Set(names).size).toBe(84);
  expect(new Set(suites.map(({ file }) => file))).toEqual(new Set(['load/a/a.suite.ts']));
});

it('says which of the suites in a file is wrong', async () => {
  writeEngine();
  const { name: _, ...nameless } = suite;
  write('load/a/a.suite.ts', [suite, suite, { ...suite, name: 'load/x', weight: 'fat' }, nameless]);
  write('load/b/b.suite.ts', []);
  write('load/c/c.suite.ts', [
    { ...suite, name: 'load/y' },
    { ...suite, name: 'load/z', engine: 'k7' },
  ]);
  write('fixtures/targets/j7.target.ts', [{ name: 'j7' }]);
  expect([...(await problemsOf(loadDefinitions({ root }, new Set())))].sort()).toEqual([
    expect.stringMatching(/^fixtures\/targets\/j7\.target\.ts: /),
    'load/a/a.suite.ts: defines twice the suite "load/smoke"; rename one',
    expect.stringMatching(/^load\/a\/a\.suite\.ts: load\/x: weight: /),
    expect.stringMatching(/^load\/a\/a\.suite\.ts: number 4: name: /),
    'load/b/b.suite.ts: an empty list; define at least one',
    'load/c/c.suite.ts: load/z: engine: got "k7"; known: k6',
  ]);
});

it('takes what a folder without a kind file holds for none of its business', async () => {
  write('demo/a/a.suite.ts', { ...suite, name: 'demo/a' });
  expect((await loadSuites({ root })).suites).toEqual([]);
});

it.each(['suites', 'engines'])(
  'says that nobody looks into %s of a folder without a kind file',
  async (below) => {
    write(`demo/${below}/a/a.suite.ts`, { ...suite, name: 'demo/a' });
    expect(await problemsOf(loadSuites({ root }))).toEqual([
      expect.stringMatching(
        `^demo/${below}: nobody looks here, for there is no demo/demo\\.kind\\.ts\\. Fix: `,
      ),
    ]);
  },
);

it('says what engines cannot be together: kinds and engines that do not exist, a target for one that has none', async () => {
  writeEngine();
  const scan = `export default { ${ENGINE}, name: 'scan', kinds: ['load', 'lod'], needs: 'source', uses: ['k6', 'k7'] };`;
  writeText('load/engines/scan.engine.ts', scan);
  expect(await problemsOf(loadDefinitions({ root }, new Set()))).toEqual([
    'load/engines/scan.engine.ts: uses: got "k7"; known: k6, scan',
    'load/engines/scan.engine.ts: kinds: got "lod"; known: e2e, load',
    'load/engines/scan.engine.ts: uses: k6 needs a target; scan needs source',
  ]);
});

it('blames an engine or a target that is malformed, and not whoever names it', async () => {
  write('load/a/a.suite.ts', suite);
  write('load/engines/k6.engine.ts', {});
  const environment = { name: 'x', title: 't', owner: 'o', target: 'moon', allows: [] };
  write('fixtures/environments/x.environment.ts', environment);
  write('fixtures/targets/moon.target.ts', {});
  const blamed = (await problemsOf(loadDefinitions({ root }, new Set()))).map(
    (problem) => problem.split(':')[0],
  );
  expect(new Set(blamed)).toEqual(new Set(['load/engines/k6.engine.ts', 'fixtures/targets/moon.target.ts']));
});

it('no engine is called what imported evidence is called: what it runs would prove what only an import may', async () => {
  writeEngine('import');
  expect(await problemsOf(loadDefinitions({ root }, new Set()))).toEqual([
    expect.stringMatching(/\.engine\.ts: name: .*is what imported evidence is called; take another/),
  ]);
});

it('a new kind with a scanner of its own is one folder', async () => {
  write('licences/licences.kind.ts', { name: 'licences', title: 'Licences', order: 70 });
  writeText(
    'licences/engines/reader/reader.engine.ts',
    `export default { ${ENGINE}, name: 'reader', kinds: ['licences'], needs: 'source', metrics: ['unknown.licences'] };`,
  );
  write('licences/suites/lockfile/lockfile.suite.ts', {
    ...suite,
    name: 'licences/lockfile',
    engine: 'reader',
    thresholds: [{ ...suite.thresholds[0], metric: 'unknown.licences' }],
  });
  const everywhere = { title: 't', owner: 'o', target: 'system' };
  write('fixtures/environments/here.environment.ts', { ...everywhere, name: 'here', allows: ['licences'] });
  writeText(
    'fixtures/targets/system.target.ts',
    `export default { name: 'system', tools: [], start: async () => undefined };`,
  );
  const definitions = await loadDefinitions({ root }, new Set());
  const planned = plan(definitions, { names: ['licences'], tags: [] }, environmentNamed(definitions, 'here'));
  expect(planned.planned.map((one) => [one.suite.name, one.toolKind, needsTarget(one.engine)])).toEqual([
    ['licences/lockfile', 'licences', false],
  ]);
});

it('what the harness brings and what a project adds are found together; suites and environments are the project’s alone', async () => {
  const [product, project] = [mkdtempSync(join(tmpdir(), 'ours-')), mkdtempSync(join(tmpdir(), 'theirs-'))];
  const put = (place: string, file: string, text: string) => {
    mkdirSync(dirname(join(place, file)), { recursive: true });
    writeFileSync(join(place, file), text);
  };
  for (const place of [product, project])
    put(
      place,
      'demo/suites/own/own.suite.ts',
      `export default { name: 'demo/${place === product ? 'ours' : 'theirs'}', title: 't', owner: 'o', engine: 'e', stages: [], timeoutMs: 1, weight: 'light', expects: { checks: 1 }, options: {} };`,
    );
  put(product, 'demo/demo.kind.ts', `export default { name: 'demo', title: 'Demo', order: 1 };`);
  put(project, 'games/games.kind.ts', `export default { name: 'games', title: 'Games', order: 2 };`);
  const { suites, kinds } = await loadSuites({ root: project, product });
  expect(suites.map(({ value }) => value.name)).toEqual(['demo/theirs']);
  expect(kinds.map(({ value }) => value.name)).toEqual(['demo', 'games']);
  for (const place of [product, project]) rmSync(place, { recursive: true });
});
