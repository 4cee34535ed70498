import { expect, it } from 'vitest';
import { sayOperation } from './say-operation.ts';

const operation = {
  id: 0,
  does: 'add',
  of: 'jobs',
  key: 'k',
  client: 'c',
  tenant: 't',
  askedMs: 10_000,
  endedMs: 10_020,
  outcome: 'acknowledged',
  saw: [],
} as const;
const fault = (name: string, fromMs: number, untilMs: number) => ({ name, fromMs, untilMs });

it('of many faults before it that is named which was over last, and those that were over with it', () => {
  const faults = [
    fault('a', 0, 1_000),
    fault('b', 500, 8_000),
    fault('c', 2_000, 8_000),
    fault('d', 20_000, 21_000),
  ];
  expect(sayOperation(operation, faults)).toContain('(2.0 s after b, 2.0 s after c)');
});

it('while some are on those alone are named', () => {
  expect(sayOperation(operation, [fault('a', 0, 1_000), fault('b', 9_000, 11_000)])).toContain(
    '(1.0 s into b)',
  );
});
