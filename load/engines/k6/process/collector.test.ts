import { afterEach, expect, test, vi } from 'vitest';
import { collectorEnv } from './collector.ts';

afterEach(() => vi.unstubAllEnvs());

const arrivals = (preAllocatedVUs: number) => ({
  main: { executor: 'constant-arrival-rate', preAllocatedVUs },
});

test('few users: garbage is collected seldom', () => {
  vi.stubEnv('GOGC', undefined);
  expect(collectorEnv(arrivals(20), 1)).toEqual({ GOGC: '400' });
});

test('the more users, the more often, but never more often than usual', () => {
  vi.stubEnv('GOGC', undefined);
  const often = [100, 200, 400].map((users) => Number(collectorEnv(arrivals(users), 1).GOGC));
  expect(often).toEqual([333, 214, 125]);
  const stages = [{ duration: '1s', target: 1000 }];
  expect(collectorEnv({ main: { executor: 'ramping-vus', startVUs: 1, stages } }, 1)).toEqual({
    GOGC: '100',
  });
});

test('several processes share what may be spent', () => {
  vi.stubEnv('GOGC', undefined);
  expect(Number(collectorEnv(arrivals(200), 2).GOGC)).toBeLessThan(
    Number(collectorEnv(arrivals(100), 1).GOGC),
  );
});

test('who set it knows better', () => {
  vi.stubEnv('GOGC', '50');
  expect(collectorEnv(arrivals(20), 1)).toEqual({});
});
