import { afterEach, expect, test } from 'vitest';
import type { Ending } from '../../kernel/evidence.ts';
import type { Reason } from '../../kernel/judge.ts';
import { createProgress, type RunProgress } from './progress.ts';

let progress: RunProgress | undefined;
afterEach(() => progress?.stop());

/** What is said of a suite that completed, for these reasons. */
const saidOf = (...told: readonly Partial<Reason>[]) => saidAt('completed', told);

function saidAt(ending: Ending, told: readonly Partial<Reason>[]): readonly string[] {
  const lines: string[] = [];
  const reasons = told.map((reason): Reason => ({
    verdict: 'unknown',
    what: 'it broke',
    proves: [],
    ...reason,
  }));
  progress = createProgress({
    out: (line) => lines.push(line.trim()),
    redact: (text) => text,
    startedAt: performance.now(),
    rerun: () => './harness run it',
    news: () => ({ checks: 0, decision: { verdict: 'unknown', reasons } }),
    whole: './harness judge the-run',
  });
  progress.suiteEnded('e2e/shop', ending, 1000);
  return lines.map((line) => line.replace(/^[\d.]+ s\s+/, ''));
}

test("says a tool's own words line by line, not just their beginning", () => {
  const said = saidOf({
    what: 'Playwright ended early. It printed:\nline one\n\nError: no tenant',
    fix: 'see',
  });
  expect(said.slice(1)).toEqual([
    'Playwright ended early. It printed:',
    'line one',
    'Error: no tenant',
    'fix: see',
    'rerun just it: ./harness run it',
  ]);
});

test('counts as people do', () => {
  const lines: string[] = [];
  const decision = { verdict: 'pass', reasons: [] } as const;
  const news = (name: string) => ({ checks: name === 'e2e/one' ? 1 : 2, decision });
  const say = {
    out: (line: string) => lines.push(line),
    redact: (text: string) => text,
    rerun: () => '',
    whole: '',
  };
  progress = createProgress({ ...say, startedAt: performance.now(), news });
  progress.suiteEnded('e2e/one', 'completed', 1000);
  progress.suiteEnded('e2e/two', 'completed', 1000);
  expect(lines.map((line) => line.split(', ').at(-1))).toEqual(['1 check', '2 checks']);
});

test('of many lines says the first and the last ones', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const said = saidOf({ what: lines.join('\n'), observed: 'the cause' });
  expect(said).toContain('line 0');
  expect(said).toContain('… 17 more lines …');
  expect(said).toContain('line 29: the cause');
  expect(said).toContain(IN_FULL);
  expect(said).toHaveLength(17);
});

const IN_FULL = 'in full, once the run is over: ./harness judge the-run';

test('says every reason of a few, what to do about them once, and no more', () => {
  const fix = 'correct the tag';
  const said = saidOf({ what: '@FUN-98 is unknown', fix }, { what: '@FUN-99 is unknown', fix });
  expect(said.slice(1)).toEqual([
    '@FUN-98 is unknown',
    '@FUN-99 is unknown',
    'fix: correct the tag',
    'rerun just it: ./harness run it',
  ]);
});

test('of a suite that broke says why, and not what follows from that', () => {
  const broke = { error: 'it broke', cause: 'suite' } as const;
  const said = saidAt(broke, [{ what: 'no test was found' }, { what: 'nothing was asserted' }]);
  expect(said.slice(1)).toEqual(['no test was found', 'rerun just it: ./harness run it']);
});

test('of many reasons says how many more there are, and where all of them stand', () => {
  const said = saidOf(...Array.from({ length: 9 }, (_, at) => ({ what: `reason ${at}` })));
  expect(said.slice(1, -1)).toEqual([
    ...['reason 0', 'reason 1', 'reason 2', 'reason 3'],
    '… and 5 more reasons',
    IN_FULL,
  ]);
});

test('a long line is cut after a word, and it is said where it stands whole', () => {
  const said = saidOf({ what: 'many words '.repeat(30) });
  expect(said[1]).toMatch(/ (many|words)…$/);
  expect(said[2]).toBe(IN_FULL);
});
