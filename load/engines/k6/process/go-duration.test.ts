import { expect, test } from 'vitest';
import { goDurationMs } from './go-duration.ts';

test.each([
  ['3s', 3000],
  ['1m30s', 90_000],
  ['1h0m0.5s', 3_600_500],
  ['250ms', 250],
  ['20000', 20_000],
  [1500, 1500],
  ['soon', undefined],
  [null, undefined],
])('%j is %s ms', (text, expected) => expect(goDurationMs(text)).toBe(expected));
