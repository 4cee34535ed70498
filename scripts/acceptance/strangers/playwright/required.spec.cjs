// Shows: a CommonJS script.
const { expect, test } = require('@playwright/test');

test('adds', () => {
  expect(1 + 1).toBe(2);
});
