import { expect, test } from 'vitest';
import { foreignIn, namelessIn, uselessFor } from './shown.ts';

const series = (...values: readonly number[]) => ({ labels: { job: 'api', status: '404' }, values });

test.each([
  ['rises', [1, 2], [2, 3]],
  ['falls', [1, 2], [1, 0]],
  ['is there only under load', [], [5]],
])('a panel that %s is of use', (_what, quiet, loaded) => {
  const shown = { quiet: [series(...quiet)], loaded: [series(...loaded)] };
  expect(uselessFor(shown, 'job', 'api')).toBeUndefined();
});

test.each([
  ['what stays within what it was', { quiet: [series(1, 3)], loaded: [series(1, 2, 3)] }, 'moves nothing'],
  ['nothing', { quiet: [series(1)], loaded: [] }, 'api: empty'],
  ['no number', { quiet: [], loaded: [series()] }, 'api: empty'],
  ['only another one', { quiet: [], loaded: [{ labels: { job: 'web' }, values: [1] }] }, 'api: empty'],
])('a panel that shows %s is of no use, and says why', (_what, shown, why) => {
  expect(uselessFor(shown, 'job', 'api')).toContain(why);
});

test('one series of several that moves is enough', () => {
  const still = { labels: { job: 'api', status: '500' }, values: [0] };
  expect(uselessFor({ quiet: [still, series(1)], loaded: [still, series(2)] }, 'job', 'api')).toBeUndefined();
});

test('what must never be shown is told, once', () => {
  const shown = (status: string, values = [1]) => ({ labels: { job: 'a', status }, values });
  const seen = { quiet: [], loaded: [shown('200'), shown('200'), shown('404'), shown('301', [])] };
  expect(foreignIn(seen, { status: '[123]..' })).toEqual(['it shows status 200']);
  expect(foreignIn(seen, {})).toEqual([]);
});

test('a legend that names what its series do not have is told', () => {
  const seen = { quiet: [], loaded: [series(1)] };
  expect(namelessIn(seen, '{{job}} {{ status }}')).toEqual([]);
  expect(namelessIn(seen, '{{queue}}')).toEqual(['its legend names queue, which its series do not have']);
});
