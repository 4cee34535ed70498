import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { XMLParser } from 'fast-xml-parser';
import { caseGroups } from '../model/cases.ts';
import { junitOf } from '../junit/junit.ts';
import { buildModel } from '../model/model.ts';
import { escapeMarkdown, summaryMarkdown } from './summary.ts';
import { terminalSummary } from './terminal.ts';
import { SAMPLES, sampleRun } from '../testing/sample-run.ts';
import { manyChecks } from '../testing/many-checks.ts';
import { element, escapeAttribute, escapeText } from '../junit/xml.ts';

interface ParsedCase {
  readonly '@name': string;
  readonly failure?: unknown;
  readonly error?: unknown;
  readonly skipped?: unknown;
}
interface ParsedSuite {
  readonly '@name': string;
  readonly '@tests': string;
  readonly '@failures': string;
  readonly '@errors': string;
  readonly testcase?: readonly ParsedCase[];
}
interface Parsed {
  readonly testsuites: ParsedSuite & { readonly testsuite: readonly ParsedSuite[] };
}

function parse(xml: string): Parsed {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    isArray: (name) => name === 'testsuite' || name === 'testcase',
  });
  return parser.parse(xml) as Parsed;
}

describe('JUnit', () => {
  it.each(SAMPLES)('adds up: %s', (sample) => {
    const { testsuites } = parse(junitOf(buildModel(sampleRun(sample))));
    const cases = testsuites.testsuite.flatMap((suite) => suite.testcase ?? []);
    expect(Number(testsuites['@tests'])).toBe(cases.length);
    expect(Number(testsuites['@failures'])).toBe(cases.filter((one) => one.failure !== undefined).length);
    expect(Number(testsuites['@errors'])).toBe(cases.filter((one) => one.error !== undefined).length);
  });

  it.each([
    ['pass', 0, 0],
    ['waived', 0, 0],
    ['fail', 3, 3],
    ['unknown', 0, 4],
    ['interrupted', 0, 4],
  ] as const)('of a run that is %s has %d failures and %d errors', (sample, failures, errors) => {
    const { testsuites } = parse(junitOf(buildModel(sampleRun(sample))));
    expect([Number(testsuites['@failures']), Number(testsuites['@errors'])]).toEqual([failures, errors]);
  });

  it.each(SAMPLES)('is red exactly when the gate does not pass: %s', (sample) => {
    const model = buildModel(sampleRun(sample));
    const cases = caseGroups(model).flatMap((group) => group.cases);
    const red = cases.some((one) => one.outcome === 'failed' || one.outcome === 'unknown');
    expect(red).toBe(model.verdict === 'fail' || model.verdict === 'unknown');
  });

  it('fails no limit of a suite that did not complete: nobody judged it', () => {
    const input = sampleRun('fail');
    const evidences = input.evidences.map((one) => ({ ...one, ending: 'interrupted' as const }));
    const peak = caseGroups(buildModel({ ...input, evidences })).find((group) => group.name === 'load/peak');
    const limits = peak?.cases.filter((one) => one.kind === 'limit') ?? [];
    expect(new Set(limits.map((one) => one.outcome))).toEqual(new Set(['unknown']));
  });

  it('gives the reason of a skip, and the waiver of what was let pass', () => {
    const xml = junitOf(buildModel(sampleRun('waived')));
    expect(xml).toContain(
      '<skipped message="WebKit is not installed here; run npx playwright install webkit"/>',
    );
    expect(xml).toContain('<skipped message="waived: Error: expect(locator)');
  });
});

describe('XML', () => {
  it('survives whatever a tool says', () => {
    const nasty = `a & b < c > "d" 'e' \u0000\u0007\u001b[31mred\u001b[0m \ud800 ]]> \ufffe é 😀\nline\ttab`;
    const xml = element('a', { b: nasty }, [], nasty);
    const back = (new XMLParser({ ignoreAttributes: false }).parse(xml) as { a: { '#text': string } }).a;
    expect(back['#text']).toContain(`a & b < c > "d" 'e'`);
    expect(back['#text']).toContain('é 😀\nline');
  });

  it('keeps line breaks of attributes', () => expect(escapeAttribute('a\nb')).toBe('a&#10;b'));

  it('shows what XML cannot say by its escape', () =>
    expect(escapeText('\u0000\ud800')).toBe(String.raw`\u0000\ud800`));
});

describe('the summary for a pull request', () => {
  it('tells the verdict first, then what decides, then the suites', () => {
    const text = summaryMarkdown(buildModel(sampleRun('fail')));
    const order = [
      '## ✕ Fail',
      'Fails: 3 of 8',
      '### What decides',
      '### Suites',
      'Did not run:',
      'Whole report:',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBe(0);
    expect(text).toContain('`./harness run e2e/uploads --env staging`');
    expect(text).toContain('| ✕ Fail | load/peak | 0 / 0 / 0 | 3 of 4 | 2 min 06 s |');
  });

  it('lists waivers with the days that are left', () =>
    expect(summaryMarkdown(buildModel(sampleRun('waived')))).toContain('(Web team, 12 days left)'));

  it('says of which waiver nothing was waived', () => {
    const input = sampleRun('waived');
    const waivers = input.waivers.map((one) => ({ ...one, of: 'no such check' }));
    expect(summaryMarkdown(buildModel({ ...input, waivers }))).toContain(
      '- no such check (Web team, 12 days left, matched nothing in this run)',
    );
  });

  it('lets no text of a tool become markup or a mention', () =>
    expect(escapeMarkdown('<img src=x> | @octocat `a`\n# b')).toBe(
      String.raw`\<img src=x\> \| @${'\u200b'}octocat \`a\` \# b`,
    ));

  it('stays short enough for a comment', () =>
    expect(summaryMarkdown(buildModel(manyChecks(1000, 500))).length).toBeLessThan(20_000));
});

describe('the summary for a terminal', () => {
  const paths = ['report    reports/runs/x/index.html', 'evidence  evidence/runs/x'];

  it.each(SAMPLES)('has at most 25 lines, none wider than asked: %s', (sample) => {
    for (const width of [80, 100, 120]) {
      const text = terminalSummary(buildModel(sampleRun(sample)), { width, colour: false, paths });
      const lines = text.split('\n');
      expect(lines.length).toBeLessThanOrEqual(25);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('stays within 25 lines when much goes wrong, and says how much it left out', () => {
    const text = terminalSummary(buildModel(manyChecks(1000, 500)), { width: 80, colour: false, paths });
    expect(text.split('\n').length).toBeLessThanOrEqual(25);
    expect(text).toContain('… and 495 more');
    expect(text).toMatch(/… and \d+ more suites, \d+ of them not passing|… and \d+ more suites, all pass/);
  });

  it('tells verdict, what decides, suites and paths in this order', () => {
    const text = terminalSummary(buildModel(sampleRun('fail')), { width: 100, colour: false, paths });
    expect(text.split('\n\n').map((block) => block.split('\n')[0]?.slice(0, 30).trim())).toEqual([
      '✕ FAIL  Fails: 3 of 8 suites;',
      '✕ e2e/uploads: a file over 25',
      '✕ Fail    e2e/uploads',
      'report    reports/runs/x/index',
    ]);
  });

  it('has colours only where they are wanted', () => {
    const model = buildModel(sampleRun('fail'));
    const coloured = terminalSummary(model, { colour: true });
    const plain = terminalSummary(model, { colour: false });
    expect(coloured).not.toBe(plain);
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });
});
