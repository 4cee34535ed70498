import { describe, expect, it } from 'vitest';
import { disturbanceIn } from './disturbance.ts';

const CALL_LOG = "Call log:\n  - waiting for getByLabel('File')\n\n    at uploads.spec.ts:19:3";

describe('a failure that compared nothing', () => {
  it.each([
    [
      `Test timeout of 30000ms exceeded.\n\nError: locator.setInputFiles: Test timeout of 30000ms exceeded.\n${CALL_LOG}`,
    ],
    [`TimeoutError: locator.click: Timeout 5000ms exceeded.\n${CALL_LOG}`],
    [
      'Error: Test timed out in 5000ms.\nIf this is a long-running test, pass a timeout value as the last argument',
    ],
    ['TypeError: fetch failed\n    at node:internal/deps/undici/undici:14976:13'],
    ['Error: connect ECONNREFUSED 127.0.0.1:4100'],
    ['Error: read ECONNRESET'],
    ['Error: socket hang up'],
    ['TimeoutError: The operation was aborted due to timeout'],
    ['AbortError: This operation was aborted'],
    ['Error: page.goto: net::ERR_CONNECTION_REFUSED at http://127.0.0.1:4100/'],
  ])('is told by its line: %j', (detail) => {
    expect(disturbanceIn(detail)).toBe(detail.split('\n')[0]);
  });
});

describe('a failure that compared something', () => {
  it.each([
    [
      "Error: expect(locator).toHaveText(expected) failed\n\nLocator: getByRole('row')\nExpected pattern: /^Dashboard/\nTimeout: 5000ms\nError: element(s) not found",
    ],
    [
      'Error: expect(received).toBeGreaterThan(expected)\n\nExpected: > 0\nReceived:   0\n\nCall Log:\n- Timeout 5000ms exceeded while waiting on the predicate',
    ],
    ['AssertionError: GET /me answered 500 {"message":"fetch failed"}: expected 500 to be 200'],
    ["AssertionError: Json doesn't have property 'error' at '$'"],
    ['AssertionError: the given combination of arguments (null and string) is invalid for this assertion'],
    ['Error: Test timed out in 5000ms.\n\nAssertionError: expected 1 to be 2'],
    ['answered no answer 2001 ms after the fault'],
    ['it did not'],
    [''],
    [undefined],
  ])('is none, whatever it waited for: %j', (detail) => {
    expect(disturbanceIn(detail)).toBeUndefined();
  });
});
