/**
 * Preloaded into Playwright and its workers: tells which test asserts by `node:assert` or another library than Playwright's own
 * `expect`, whose calls are steps that the reporter is told of. It must change no result.
 *
 * Where Playwright itself runs, and no worker of it, our reporter is loaded, too: Playwright gets it from Node then, which keeps
 * what it made of it, and need not translate it by Babel each time.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as playwrightTest from '@playwright/test';
import { attemptOf } from './check-of-test.ts';
import { TALLY, tally } from '../../../fixtures/test-runners/assertions/tally.ts';
import { watchAssertions } from '../../../fixtures/test-runners/assertions/watch-assertions.ts';

const file = process.env[TALLY];
const playwright = process.env['HARNESS_PLAYWRIGHT'];
/** Each is a line; more say nothing more. */
const MOST = 100;
const told = new Map<string, number>();

/** The test that runs in this process, by the Playwright that runs it; a worker runs one at a time. */
function currentTest(folder: string): string | undefined {
  try {
    const { test } = createRequire(join(folder, 'package.json'))('@playwright/test') as typeof playwrightTest;
    const { testId, retry } = test.info();
    return attemptOf(testId, retry);
  } catch {
    return undefined;
  }
}

if (process.send === undefined) await import('./inbox.reporter.ts');

if (file !== undefined && playwright !== undefined)
  watchAssertions((amount = 1) => {
    const test = currentTest(playwright);
    if (test === undefined) return;
    const before = told.get(test) ?? 0;
    told.set(test, before + amount);
    if (before < MOST) tally(file, { test, count: amount });
  }, true);
