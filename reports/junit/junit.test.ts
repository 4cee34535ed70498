import { describe, expect, it } from 'vitest';
import { XMLParser } from 'fast-xml-parser';
import { caseGroups } from '../model/cases.ts';
import { buildModel } from '../model/model.ts';
import { SAMPLES, sampleRun } from '../testing/sample-run.ts';
import { junitOf } from './junit.ts';

interface ParsedCase {
  readonly '@name': string;
  readonly failure?: unknown;
  readonly error?: unknown;
  readonly skipped?: unknown;
}
interface ParsedSuite {
  readonly properties?: { readonly property: object | readonly object[] };
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
    ['fail', 3, 9],
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

  it('says of a rehearsal that it is one, and of no other run', () => {
    const model = buildModel(sampleRun('pass'));
    const rehearsal = junitOf({ ...model, policy: { ...model.policy, rehearsal: true } });
    const { testsuites } = parse(rehearsal);
    expect(testsuites['@name']).toBe(`${model.run.facts.id} (rehearsal: nobody may release on it)`);
    for (const suite of testsuites.testsuite)
      expect([suite.properties?.property].flat()).toContainEqual({ '@name': 'rehearsal', '@value': 'true' });
    expect(junitOf(model)).not.toContain('rehears');
  });

  it('gives the reason of a skip, and the waiver of what was let pass', () => {
    const xml = junitOf(buildModel(sampleRun('waived')));
    expect(xml).toContain(
      '<skipped message="WebKit is not installed here; run npx playwright install webkit"/>',
    );
    expect(xml).toContain('<skipped message="waived: Error: expect(locator)');
  });

  it('keeps whatever a tool says: its lines in a text, one line in an attribute', () => {
    const nasty = `a & b < c > "d" 'e' \u0000\u001b[31mred \ud800 ]]> \ufffe é 😀\nline\ttab`;
    const input = sampleRun('fail');
    const reasons = [{ verdict: 'fail', what: nasty, proves: [] }] as const;
    const xml = junitOf(buildModel({ ...input, decision: { verdict: 'fail', reasons } }));
    const gate = parse(xml).testsuites.testsuite.at(-1);
    const shown = String.raw`a & b < c > "d" 'e' \u0000\u001b[31mred \ud800 ]]> \ufffe é 😀`;
    expect(gate?.testcase?.[0]?.failure).toEqual({
      '#text': `${shown}\nline\ttab`,
      '@message': `${shown}${String.raw`\nline\ttab`}`,
    });
  });
});
