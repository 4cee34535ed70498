import { expect, test } from 'vitest';
import { type Row, RowReader } from './csv-rows.ts';
import { parseSelector } from './metric-name.ts';
import { Tally } from './tally.ts';

const OURS = 'metric_name,timestamp,metric_value,name,escaped_tags,metadata\n';
const K6S = 'metric_name,timestamp,metric_value,name,extra_tags,metadata\n';

function read(header: string, ...tags: readonly string[]): readonly Row[] {
  const rows: Row[] = [];
  const reader = new RowReader((row) => rows.push(row));
  reader.push(header + tags.map((text, index) => `waited,${index},1,home,${text},\n`).join(''));
  reader.end();
  return rows;
}

function taken(selector: string, rows: readonly Row[]) {
  const parsed = parseSelector(selector) ?? { metric: '', tags: [] };
  const tally = new Tally([parsed], new Map());
  for (const row of rows) tally.add(row);
  return [tally.samplesOf(parsed), tally.isUnsettled(parsed) ? 'unsettled' : 'settled'];
}

test('our own k6 escapes: a value with whatever is in it is one', () => {
  const rows = read(OURS, 'referrer=q%3D1%26team%3Dpay', 'team=pay&who=a%0Ab%25', '"team=say ""pay"", now"');
  expect(taken('waited{team:pay}', rows)).toEqual([1, 'settled']);
  expect(taken('waited{referrer:q=1&team=pay}', rows)).toEqual([1, 'settled']);
  expect(rows.map((row) => [row.tag('team'), row.tag('who'), row.tag('referrer')])).toEqual([
    ['', '', 'q=1&team=pay'],
    ['pay', 'a\nb%', ''],
    ['say "pay", now', '', ''],
  ]);
});

test("of k6's own CSV it is not settled whether a part is a tag", () => {
  expect(taken('waited{team:pay}', read(K6S, 'referrer=q=1&team=pay'))).toEqual([1, 'unsettled']);
  expect(taken('waited{team:pay,name:home}', read(K6S, 'team=pay&room=1'))).toEqual([1, 'unsettled']);
  expect(taken('waited{query:page=1&size=20}', read(K6S, 'query=page=1&size=20'))).toEqual([1, 'unsettled']);
});

test('one tag alone, one of a column, and one that is in no part are settled', () => {
  expect(taken('waited{team:pay}', read(K6S, 'team=pay', 'room=1&floor=2', ''))).toEqual([1, 'settled']);
  expect(taken('waited{name:home}', read(K6S, 'from=a&team=pay'))).toEqual([1, 'settled']);
  expect(taken('waited{team:other}', read(K6S, 'from=a&team=pay'))).toEqual([0, 'settled']);
});

test('a tag that came first and last in turn is one, for k6 never takes a value apart', () => {
  const once = read(K6S, 'team=pay&room=1', 'team=pay&room=1');
  expect(taken('waited{team:pay}', once)).toEqual([2, 'unsettled']);
  const turned = read(K6S, 'team=pay&room=1', 'room=1&team=pay', 'team=pay&room=2', 'room=2&team=pay');
  expect(taken('waited{team:pay}', turned)).toEqual([4, 'settled']);
  expect(taken('waited{team:pay}', [...turned, ...once.slice(1)])).toEqual([5, 'unsettled']);
});
