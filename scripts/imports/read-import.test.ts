import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../kernel/errors.ts';
import { readImport, type ImportOptions } from './read-import.ts';

const NOW = new Date('2026-11-30T12:00:00Z');
const COMMIT = '1a2b3c41a2b3c41a2b3c41a2b3c41a2b3c41a2b3';
const TODAY = '2026-11-30T10:00:00Z';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'import-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function imported(content: string | object, options: Partial<ImportOptions> & { as: string }) {
  const file = join(folder, 'made');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readImport(file, options, { now: NOW, days: (as) => (as === 'pentest' ? 90 : 1) });
}
function said(...given: Parameters<typeof imported>): string {
  try {
    imported(...given);
    return 'taken';
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(join(folder, 'made'), 'made');
    throw error;
  }
}
const outcomes = (...given: Parameters<typeof imported>) =>
  imported(...given).checks.map(({ id, outcome, proves }) => `${outcome} ${id}: ${proves.join(' ')}`);

const suite = (tests: string, more = '') =>
  `<testsuite name="money" timestamp="2026-11-30T10:00:00"${more}>${tests}</testsuite>`;
const ADDS = '<testcase classname="money" name="adds" time="0.5"/>';
const unit = { as: 'unit', commit: COMMIT };

describe('JUnit XML', () => {
  it('has a check of each test, with what failed it', () => {
    const broken =
      '<testcase classname="money" name="rounds"><failure message="1 &lt; 2">at x</failure></testcase>';
    const later = '<testcase classname="money" name="later"><skipped/></testcase>';
    const read = imported(`<testsuites>${suite(ADDS + ADDS + broken + later)}</testsuites>`, unit);
    expect(read.checks.map(({ id, outcome, detail = '' }) => `${outcome} ${id} ${detail}`.trim())).toEqual([
      'passed money › adds',
      'passed money › adds › #2',
      'failed money › rounds 1 < 2',
      'skipped money › later',
    ]);
    expect(read.checks.every(({ proves }) => proves.join() === 'REL-09/unit')).toBe(true);
    expect(read).toMatchObject({ madeAt: '2026-11-30T10:00:00.000Z', commit: COMMIT, format: 'junit' });
    expect(read.checks[0]?.durationMs).toBe(500);
  });

  it.each(['notrun', 'disabled'])('takes a test whose status is %s for skipped', (status) => {
    expect(outcomes(suite(ADDS + `<testcase name="b" status="${status}"/>`), unit)[1]).toMatch(/^skipped /);
  });

  it('tells of a failure outside of its tests, and of an error', () => {
    expect(outcomes(suite(ADDS, ' errors="1"'), unit)[1]).toBe('failed outside of its tests: REL-09/unit');
    const broken = '<testcase name="a"><error>boom</error></testcase>';
    expect(outcomes(suite(broken), { ...unit, as: 'integration' })).toEqual([
      'failed money › a: REL-09/integration',
    ]);
  });

  it.each([
    ['no test', suite(''), /made: it has no tests\. Fix: run them/],
    ['no suite', '<testsuites/>', /made: it has no tests\. Fix: run them/],
    ['an empty suite', '<testsuite/>', /made: it has no tests\. Fix: run them/],
    ['another schema', '<coverage/>', /made: it is no JUnit XML with tests/],
    ['a test without a name', suite('<testcase/>'), /it is no JUnit XML with tests/],
    ['half of it', suite(ADDS).slice(0, -5), /made: it is no whole XML: .* Fix: import the whole file/],
    [
      'fewer tests than it counts',
      suite(ADDS, ' tests="2"'),
      /it counts 2 tests and has 1: some are missing/,
    ],
    [
      'tags that cross',
      suite('<testcase name="a"><failure></testcase></failure>'),
      /<\/failure> has no place/,
    ],
    ['entities of its own', `<!DOCTYPE a [<!ENTITY b "c">]>${suite(ADDS)}`, /it has a DOCTYPE/],
  ])('is refused with %s', (_, text, why) => expect(said(text, unit)).toMatch(why));
});

const coverage = { as: 'coverage', commit: COMMIT, madeAt: TODAY };
const record = (hits: readonly number[], totals = '') =>
  `SF:a.ts\n${hits.map((times, at) => `DA:${at + 1},${times}\n`).join('')}${totals}end_of_record\n`;

describe('LCOV', () => {
  it('is the share of its lines, held to 80 %', () => {
    const { metrics, thresholds } = imported(record([1, 1, 1, 0], 'LF:4\nLH:3\n'), coverage);
    expect(metrics).toEqual([{ name: 'coverage.lines', value: 75, unit: '%', samples: 4 }]);
    expect(thresholds).toMatchObject([{ op: '>=', limit: 80, minSamples: 1, proves: ['REL-09/coverage'] }]);
  });

  it('counts a line once that several tests tell of', () => {
    expect(imported(record([1, 0]) + record([0, 0]), coverage).metrics).toMatchObject([
      { value: 50, samples: 2 },
    ]);
  });

  it.each([
    ['no lines', record([], 'LF:0\nLH:0\n'), /made: no lines were found in it.* Fix: /],
    [
      'totals that its lines do not make',
      record([1, 0], 'LF:2\nLH:2\n'),
      /says 2 of 2 lines, and lists 1 of 2/,
    ],
    ['totals alone', record([], 'LF:10\nLH:10\n'), /says 10 of 10 lines, and lists 0 of 0/],
    ['a record that was cut', `${record([1])}SF:b.ts\nDA:1,1\n`, /has no end_of_record/],
    ['something else', 'hello', /it is no LCOV/],
  ])('is refused with %s', (_, text, why) => expect(said(text, coverage)).toMatch(why));
});

const lint = { as: 'lint', commit: COMMIT, madeAt: TODAY };
const sarif = (more: object = {}) => ({
  version: '2.1.0',
  runs: [{ tool: { driver: { name: 'ESLint' } }, results: [], artifacts: [{}], ...more }],
});
const result = (level: string, more: object = {}) => ({
  ruleId: 'no-var',
  level,
  message: { text: 'no var' },
  ...more,
});

describe('SARIF', () => {
  it('passes without an error, and shows warnings', () => {
    const file = sarif({ results: [result('warning'), result('error', { suppressions: [{}] })] });
    expect(outcomes(file, lint)).toEqual(['passed ESLint: no error: REL-09/lint']);
    expect(imported(file, lint).findings).toMatchObject([{ rule: 'no-var', severity: 4 }]);
  });

  it.each([
    ['by its id', { ruleId: 'no-var' }, 'failed'],
    ['by a part of it', { ruleId: 'no-var/declared' }, 'failed'],
    ['by its place', { ruleIndex: 0 }, 'failed'],
    ['of an extension', { ruleId: 'ext' }, 'failed'],
    ['that says nothing', { ruleId: 'other' }, 'passed'],
    ['of what is no failure', { ruleId: 'no-var', kind: 'pass' }, 'passed'],
  ])('takes the level of the rule where a result says none: %s', (_, rule, outcome) => {
    const rules = (id: string) => [{ id, defaultConfiguration: { level: 'error' } }];
    const tool = {
      driver: { name: 'CodeQL', rules: rules('no-var') },
      extensions: [{ rules: rules('ext') }],
    };
    const file = sarif({ tool, results: [{ message: { text: 'no var' }, ...rule }] });
    expect(imported(file, lint).checks).toMatchObject([{ outcome }]);
  });

  it('fails with an error, which a waiver can name', () => {
    const { checks, findings } = imported(sarif({ results: [result('error')] }), { ...lint, as: 'types' });
    expect(checks).toMatchObject([{ outcome: 'failed', proves: ['REL-09/types'] }]);
    expect(checks[0]?.findings).toEqual([findings?.[0]?.fingerprint]);
  });

  it.each([
    ['no run', { version: '2.1.0', runs: [] }, /it is no SARIF 2\.1\.0/],
    ['another version', { ...sarif(), version: '1.0' }, /it is no SARIF 2\.1\.0/],
    [
      'a tool that broke',
      sarif({ invocations: [{ executionSuccessful: false }] }),
      /did not come to its end/,
    ],
    ['a tool that looked at nothing', sarif({ artifacts: [] }), /ESLint names no file that it looked at/],
    ['half of it', JSON.stringify(sarif()).slice(0, 40), /it is no JSON/],
  ])('is refused with %s', (_, file, why) => expect(said(file, lint)).toMatch(why));
});

const report = (as: string, more: object = {}) => ({
  ...{ as, date: TODAY, author: 'someone', commit: COMMIT, examined: ['all'], findings: [] },
  ...more,
});
const finding = (severity: string, more: object = {}) => ({
  id: 'F-1',
  title: 'open door',
  severity,
  ...more,
});

describe('a report', () => {
  it.each([
    ['types', {}, ['passed nothing was found: REL-09/types']],
    ['lint', { findings: [finding('low')] }, ['failed nothing was found: REL-09/lint']],
    ['build', { artefact: 'shop@sha256:1' }, ['passed shop@sha256:1 was built: REL-09/build']],
    ['tracker', {}, ['passed no blocker is open: REL-07/no-blocker']],
    ['tracker', { findings: [finding('low')] }, ['failed no blocker is open: REL-07/no-blocker']],
    [
      'tracker',
      { findings: [finding('high', { status: 'fixed' })] },
      ['passed no blocker is open: REL-07/no-blocker'],
    ],
    ['exercise', { findings: [finding('low')] }, ['passed no grave finding is open: DOC-02/exercised']],
    ['exercise', { findings: [finding('high')] }, ['failed no grave finding is open: DOC-02/exercised']],
    [
      'pentest',
      { examined: ['api', 'web'], findings: [finding('high', { in: 'web' })] },
      [
        'passed api: no grave finding is open: SEC-15/api',
        'failed web: no grave finding is open: SEC-15/web',
      ],
    ],
  ])('as %s %#', (as, more, told) => expect(outcomes(report(as, more), { as })).toEqual(told));

  it.each([
    ['no date', report('tracker', { date: undefined }), /date/],
    ['a blank author', report('tracker', { author: ' ' }), /author/],
    ['no commit', report('tracker', { commit: undefined }), /commit/],
    ['no findings', report('tracker', { findings: undefined }), /findings/],
    ['nothing that was looked at', report('tracker', { examined: [] }), /names nothing that was looked at/],
    ['a field that nobody knows', report('tracker', { finding: [] }), /finding/],
    ['an unknown severity', report('tracker', { findings: [finding('bad')] }), /severity/],
    ['another thing in it', report('exercise'), /as: it says that it is "exercise"/],
  ])('is refused with %s', (_, file, why) => expect(said(file, { as: 'tracker' })).toMatch(why));

  it('of a penetration test names the part of each finding, and only known ones', () => {
    const lost = report('pentest', { examined: ['api'], findings: [finding('low', { in: 'web' })] });
    expect(said(lost, { as: 'pentest' })).toMatch(/F-1 is in nothing that was examined/);
    expect(said(report('pentest'), { as: 'pentest' })).toMatch(/got "all"; known: api, web, streams/);
  });

  it('of a build names what was built', () => {
    expect(said(report('build'), { as: 'build' })).toMatch(/artefact: it is missing/);
  });
});

describe('any file', () => {
  it.each(['lint', 'types', 'unit', 'integration', 'build', 'coverage', 'pentest', 'tracker', 'exercise'])(
    'that is empty is refused as %s',
    (as) => expect(said(' \n', { ...coverage, as })).toMatch(/^made: it is empty\. Fix: /),
  );

  it('that is missing or imported as nobody knows what is refused', () => {
    const ages = { now: NOW, days: () => 1 };
    expect(() => readImport(join(folder, 'none'), unit, ages)).toThrow(ConfigError);
    expect(said(suite(ADDS), { as: 'untis', commit: COMMIT })).toMatch(/--as: got "untis"; known: lint,/);
  });

  it('says when it was made, at most as long ago as the policy lets it be', () => {
    const at = (date: string, as = 'tracker') => said(report(as, { date, examined: ['api'] }), { as });
    expect(said(record([1]), { as: 'coverage', commit: COMMIT })).toMatch(
      /when it was made\. Fix: say so: --made-at/,
    );
    expect(at('2026-11-28')).toMatch(/it was made 2\.5 days ago; the policy lets tracker be 1 old\. Fix: /);
    expect(at('2026-11-28', 'pentest')).toBe('taken');
    expect(at('2026-08-01', 'pentest')).toMatch(/the policy lets pentest be 90 old/);
    expect(at('2026-11-30T14:00:00Z')).toMatch(/which is still to come/);
    expect(said(report('tracker'), { as: 'tracker', madeAt: '2026-11-20' })).toMatch(/leave --made-at out/);
    expect(said(record([1]), { ...coverage, madeAt: 'today' })).toMatch(/--made-at: got "today"/);
  });

  it('says of which commit it is, and the command line says no other', () => {
    expect(said(suite(ADDS), { as: 'unit' })).toMatch(/of which commit it is\. Fix: say so: --commit/);
    expect(said(suite(ADDS), { as: 'unit', commit: 'main' })).toMatch(/its commit is "main"/);
    expect(said(report('tracker'), { as: 'tracker', commit: 'abcdef0' })).toMatch(
      /it is of commit 1a2b3c4.*, and --commit says abcdef0\. Fix: import what was made of abcdef0/,
    );
    expect(imported(report('tracker'), { as: 'tracker', commit: '1A2B3C4' }).commit).toBe(COMMIT);
  });
});
