import { expect, test } from 'vitest';
import { holds, holdsBetween, parseThresholdExpression } from './threshold-expression.ts';

test.each([
  ['p(95)<300', { stat: 'p95', operator: '<', limit: 300 }],
  [' p(99.9) <= 1.5e3 ', { stat: 'p99.9', operator: '<=', limit: 1500 }],
  ['avg<=200', { stat: 'avg', operator: '<=', limit: 200 }],
  ['med < 5', { stat: 'med', operator: '<', limit: 5 }],
  ['rate<0.01', { stat: 'rate', operator: '<', limit: 0.01 }],
  ['rate>.9', { stat: 'rate', operator: '>', limit: 0.9 }],
  ['count>10', { stat: 'count', operator: '>', limit: 10 }],
  ['value>=-1', { stat: 'value', operator: '>=', limit: -1 }],
  ['min===0', { stat: 'min', operator: '===', limit: 0 }],
  ['max!=0', { stat: 'max', operator: '!=', limit: 0 }],
])('reads %j', (text, expected) => expect(parseThresholdExpression(text)).toEqual(expected));

test.each([
  'p(95<1',
  'p( 95 )<1',
  'p(101)<1',
  'p95<1',
  'mean<1',
  'avg=1',
  'avg<',
  '<1',
  'avg<1ms',
  'avg<1 or max<2',
  '',
])('refuses %j, as k6 does', (text) => expect(parseThresholdExpression(text)).toBeUndefined());

test.each([
  ['max<5', 4, true],
  ['max<5', 5, false],
  ['max<=5', 5, true],
  ['max>5', 5, false],
  ['max>=5', 5, true],
  ['max==5', 5, true],
  ['max===5', 4, false],
  ['max!=5', 4, true],
])('%s of %d is %s', (text, value, expected) => {
  const expression = parseThresholdExpression(text);
  expect(expression && holds(expression, value)).toBe(expected);
});

test.each([
  ['max<5', [3, 4], true],
  ['max<5', [5, 6], false],
  ['max<5', [4, 5], undefined],
  ['max==5', [5, 5], true],
  ['max==5', [4, 6], undefined],
  ['max!=5', [4, 6], undefined],
  ['max!=5', [6, 7], true],
] as const)('%s of something within %j is %s', (text, between, expected) => {
  const expression = parseThresholdExpression(text);
  expect(expression && holdsBetween(expression, between)).toBe(expected);
});
