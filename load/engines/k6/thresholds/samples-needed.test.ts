import { expect, test } from 'vitest';
import { samplesNeeded } from './samples-needed.ts';

test.each([
  ['p50', 2],
  ['p90', 10],
  ['p95', 20],
  ['p99', 100],
  ['p99.9', 1000],
  ['p97', 34],
  ['p100', 1],
  ['med', 1],
  ['avg', 1],
  ['max', 1],
  ['rate', 1],
  ['count', 1],
])('%s needs %d samples', (stat, needed) => expect(samplesNeeded(stat)).toBe(needed));
