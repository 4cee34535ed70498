import { expect, test } from 'vitest';
import { customTypes, isForThresholds, toldType } from './metric-kinds.ts';

test.each([
  [`import { Counter } from 'k6/metrics'; new Counter('lost')`, { kind: 'counter', unit: 'count' }],
  [`import { Counter as Count } from 'k6/metrics'; new Count("lost")`, { kind: 'counter', unit: 'count' }],
  [`import { Rate as $R } from 'k6/metrics'; new $R("lost")`, { kind: 'rate', unit: 'ratio' }],
  [`import * as m from 'k6/metrics'; new m.Trend('lost', true)`, { kind: 'trend', unit: 'ms' }],
  ['var lost = new Gauge2(`lost`)', { kind: 'gauge', unit: '' }],
  [`const name = 'lost'; new Counter(name)`, undefined],
])('%s', (source, expected) => expect(customTypes(source).get('lost')).toEqual(expected));

test.each([
  ['trend', 'time', 'ms'],
  ['trend', 'default', ''],
  ['counter', 'data', 'B'],
  ['counter', 'default', 'count'],
  ['rate', 'default', 'ratio'],
  ['gauge', 'time', 'ms'],
] as const)('a %s of %s is in "%s"', (kind, contains, unit) =>
  expect(toldType(kind, contains)).toEqual({ kind, unit }),
);

test.each([
  ['trend', ['avg', 'min', 'max', 'med', 'p95', 'p99.9'], ['count', 'rate', 'value']],
  ['counter', ['count', 'rate'], ['avg', 'value', 'p95']],
  ['rate', ['rate'], ['count', 'value']],
  ['gauge', ['value'], ['min', 'max', 'rate']],
] as const)('k6 lets thresholds be set on these stats of a %s', (kind, allowed, refused) => {
  for (const stat of allowed) expect(isForThresholds(kind, stat), stat).toBe(true);
  for (const stat of refused) expect(isForThresholds(kind, stat), stat).toBe(false);
});
