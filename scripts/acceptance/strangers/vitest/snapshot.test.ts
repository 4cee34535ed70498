// Shows: a snapshot that does not match.
import { expect, test } from 'vitest';

test('adds', () => {
  expect({ sum: 1 + 1 }).toMatchInlineSnapshot(`
    {
      "sum": 3,
    }
  `);
});
