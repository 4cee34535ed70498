import { expect, test } from 'vitest';
import { durationMs } from '../../observability/duration.ts';
import { changedRules } from './change-rule.ts';

test('how long it must hold is doubled and halved, and each label and annotation is another', () => {
  const rule = {
    alert: 'Down',
    expr: 'up',
    for: '1m30s',
    labels: { severity: 'warn' },
    annotations: { say: 'no' },
  };
  expect(changedRules(rule).map(({ what }) => what)).toEqual([
    'series: up → up_gone',
    'for: 1m30s → 180000ms',
    'for: 1m30s → 45000ms',
    'label severity: warn → another',
    'annotation say: no → another',
  ]);
});

test('one that needs not hold is not changed so', () => {
  for (const held of [{}, { for: '0s' }])
    expect(changedRules({ alert: 'Down', expr: 'up', ...held })).toHaveLength(1);
});

test.each([
  ['1h30m', 5_400_000],
  ['250ms', 250],
  ['5', undefined],
  ['soon', undefined],
  [undefined, undefined],
])('%s are %s ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});
