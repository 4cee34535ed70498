// See the configuration.
import { expect, test } from 'vitest';
import { net } from './net';

test('takes the tax off', () => {
  expect(net(119)).toBeCloseTo(100);
});
