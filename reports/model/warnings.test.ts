import { describe, expect, it } from 'vitest';
import { renderPage } from '../page/index.report.ts';
import { warningsOf } from './warnings.ts';
import { buildModel } from './model.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { at } from '../testing/suite-samples.ts';
import type { Evidence } from '../../kernel/evidence.ts';

const { evidences } = sampleRun('pass');

function withEvents(events: readonly [name: string, detail: object][]): Evidence {
  const [first] = evidences;
  if (first === undefined) throw new Error('the sample has no evidence');
  return { ...first, events: events.map(([name, detail]) => ({ name, at: at(1), detail })) };
}

describe('what a suite lost', () => {
  it.each<[string, object, string]>([
    ['attach-refused', { name: 'a.xz', reason: 'it is compressed' }, 'a.xz was not kept: it is compressed'],
    ['attach-missing', { name: 'a.log', file: '/x' }, 'a.log was not kept: there was no such file'],
    [
      'attach-truncated',
      { name: 'a.log', leftOutBytes: 15_000 },
      'a.log was cut: 15,000 bytes at its end were left out',
    ],
    ['loss', { what: 'no rules.', fix: 'install them' }, 'no rules. Fix: install them'],
    ['loss', { by: 'a reporter of their own' }, '{"by":"a reporter of their own"}'],
    ['left-out', { files: 3 }, "3 files of the tool's output were left out"],
    ['raw-output-lost', { reason: 'gone' }, "the tool's raw output was not kept: gone"],
    [
      'spider-stopped',
      { afterSeconds: 60, urls: 41 },
      'the spider was stopped after 60 s, at 41 URLs: it had not seen all',
    ],
    [
      'tests.narrowed',
      { by: ['.only in a.spec.ts:3', 'shard 1 of 2 of the configuration'] },
      'only a part of its tests ran: .only in a.spec.ts:3, shard 1 of 2 of the configuration',
    ],
    ['zap-rule-packs-missing', { reason: 'offline' }, 'some rules of ZAP were not there: offline'],
  ])('%s', (name, detail, sentence) =>
    expect(
      warningsOf(
        withEvents([
          ['phase', {}],
          [name, detail],
        ]),
      ),
    ).toEqual([sentence]),
  );

  it('is nothing without evidence', () => expect(warningsOf(undefined)).toEqual([]));

  it('is told as a number where it is much', () => {
    const many = Array.from({ length: 30 }, (_, index): [string, object] => [
      'attach-missing',
      { name: `${index}.png` },
    ]);
    expect(warningsOf(withEvents(many))).toHaveLength(21);
    expect(warningsOf(withEvents(many)).at(-1)).toBe('and 10 more: see its journal');
  });

  it('stands under the suite', async () => {
    const input = sampleRun('pass');
    const lossy = withEvents([['attach-refused', { name: '<b>.xz', reason: 'it is compressed' }]]);
    const model = buildModel({ ...input, evidences: [lossy, ...input.evidences.slice(1)] });
    const html = await renderPage({ model, folder: '/r', evidenceFolder: '/e', reports: [] });
    expect(html).toContain('Warnings');
    expect(html).toContain('&lt;b&gt;.xz was not kept: it is compressed');
  });
});

describe('the one sentence of a run', () => {
  const sentenceWith = (counts: { skipped: number }) => {
    const input = sampleRun('pass');
    const part = withEvents([['tests.narrowed', { by: ['.only in a.spec.ts:3'] }]]);
    const [check] = part.checks;
    const skipped = Array.from({ length: counts.skipped }, (_, index) => ({
      ...check,
      id: `left out ${index}`,
      outcome: 'skipped' as const,
    }));
    const all = [{ ...check, id: 'a.spec.ts › adds', outcome: 'passed' as const }, ...skipped];
    const evidence = { ...part, checks: all } as Evidence;
    const evidences = [evidence, ...input.evidences.slice(1)];
    return { name: part.suite.name, sentence: buildModel({ ...input, evidences }).sentence };
  };

  it('says that only a part of the tests ran, by what, and of how many where the tool tells', () => {
    const { name, sentence } = sentenceWith({ skipped: 11 });
    expect(sentence).toMatch(/^Passes/);
    expect(sentence).toContain(`; only 1 of 12 tests of ${name} ran: .only in a.spec.ts:3.`);
    expect(sentenceWith({ skipped: 0 }).sentence).toContain(`; only 1 test of ${name} ran: .only`);
  });

  it.each([
    [[1, 1], /^Passes: the one suite, 2 checks hold; /],
    [[1, 0], /^Passes: the one suite, 2 checks \(1 without an assertion that was seen\) hold; /],
    [[1], /^Passes: the one suite, 1 check holds; /],
  ])('says how many checks asserted nothing: %j', (assertions, sentence) => {
    const input = sampleRun('pass');
    const [evidence] = evidences.filter(({ suite }) => suite.name === 'contract/web-api');
    const [check] = evidence?.checks ?? [];
    if (evidence === undefined || check === undefined) throw new Error('the sample has no contract suite');
    const checks = assertions.map((amount, index) => ({ ...check, id: `${index}`, assertions: amount }));
    const planned = input.run.planned.filter(({ suite }) => suite.name === evidence.suite.name);
    const model = buildModel({
      ...input,
      run: { ...input.run, planned },
      evidences: [{ ...evidence, checks }],
    });
    expect(model.sentence).toMatch(sentence);
  });

  it('says nothing of it where all ran', () => {
    expect(buildModel(sampleRun('pass')).sentence).not.toContain('only');
  });
});
