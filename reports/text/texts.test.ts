import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { buildModel } from '../model/model.ts';
import { escapeMarkdown, summaryMarkdown } from './summary.ts';
import { terminalSummary } from './terminal.ts';
import { SAMPLES, sampleRun } from '../testing/sample-run.ts';
import { manyChecks } from '../testing/many-checks.ts';

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
    expect(text).toContain('reference 4.12.0 (9be41c7d02) · suites at `1a2b3c4d5e` on main');
    expect(text).toContain('| ✕ Fail | load/peak | 0 / 0 / 0 | 3 of 4 | 2 min 06 s |');
  });

  it('lists waivers with the days that are left', () =>
    expect(summaryMarkdown(buildModel(sampleRun('waived')))).toMatch(/Web team, \S+, 12 days left\)/));

  it('says of which waiver nothing was waived', () => {
    const input = sampleRun('waived');
    const waivers = input.waivers.map((one) => ({ ...one, of: 'no such check' }));
    expect(summaryMarkdown(buildModel({ ...input, waivers }))).toMatch(
      /^- \S+: no such check \(Web team, \S+, 12 days left, matched nothing in this run\)$/m,
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
    expect(text).toMatch(/… and 495 more; in full: \.\/harness judge \w+$/m);
    expect(text).toMatch(/… and \d+ more suites, \d+ of them not passing|… and \d+ more suites, all pass/);
  });

  it('cuts a long reason after a word, and says where it stands whole', () => {
    const model = buildModel(sampleRun('fail'));
    const decides = model.decides.slice(0, 1).map((row) => ({ ...row, what: 'many words '.repeat(20) }));
    const text = terminalSummary({ ...model, decides }, { width: 80, colour: false });
    expect(text).toMatch(
      new RegExp(String.raw`(many|words)….*\n  in full: ./harness judge ${model.run.facts.id}\n`),
    );
    const short = decides.map((row) => ({ ...row, what: 'brief', expected: 'a', observed: 'b' }));
    expect(terminalSummary({ ...model, decides: short }, { width: 80 })).not.toContain('in full');
  });

  it('says each of several things that are wrong with a suite, but not what follows from them', () => {
    const model = buildModel(sampleRun('fail'));
    const [row] = model.decides.filter(({ suite }) => suite?.evidence?.ending === 'completed');
    if (row?.suite?.evidence === undefined) throw new Error('the sample has none');
    const { reason, since, owner, rerun, isOfRun, files, suite } = row;
    const bare = { reason, since, owner, rerun, isOfRun, files, suite, also: [], alike: [] };
    const tag = (id: string) => ({ ...bare, what: `a check carries @${id}` });
    const limit = { ...bare, what: 'a limit has no sample', expected: '< 1' };
    const decides = [{ ...tag('FUN-98'), also: [tag('FUN-99'), limit] }];
    const text = terminalSummary({ ...model, decides }, { width: 120, colour: false });
    expect(text).toContain('a check carries @FUN-98');
    expect(text).toContain('a check carries @FUN-99');
    expect(text).not.toContain('has no sample');
    const evidence = { ...row.suite.evidence, ending: 'interrupted' as const };
    const cut = decides.map((one) => ({ ...one, suite: { ...suite, evidence } }));
    expect(terminalSummary({ ...model, decides: cut }, { width: 120, colour: false })).not.toContain(
      'FUN-99',
    );
  });

  it('tells of a sentence that is too long that it is cut', () => {
    const model = { ...buildModel(sampleRun('fail')), sentence: 'many words '.repeat(40) };
    const head = terminalSummary(model, { width: 80, colour: false }).split('\n\n')[0]?.split('\n');
    expect(head).toHaveLength(3);
    expect(head?.at(-1)).toMatch(/(many|words)…$/);
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
