import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import type { Check } from '../../../kernel/evidence.ts';
import type { Cause } from '../../../fixtures/test-results/inbox.ts';

const LONGEST_DETAIL = 4000;
const BROWSER_FIX = 'Fix: `./harness doctor` says which browsers there are and how to get one.';

/** One attempt at a test as a check; without a result the test never ran. `folder` is what the file in its id is relative to. */
export function checkOf(test: TestCase, result: TestResult | undefined, folder: string): Check {
  const detail = detailOf(test, result, folder);
  return {
    id: idOf(test, folder),
    outcome: outcomeOf(test, result),
    ...(detail === '' ? {} : { detail: detail.slice(0, LONGEST_DETAIL) }),
    durationMs: Math.max(0, result?.duration ?? 0),
    proves: requirementsOf(test),
    attempt: (result?.retry ?? 0) + 1,
  };
}

/** `file › title › project`. */
function idOf(test: TestCase, folder: string): string {
  const [, project, , ...titles] = test.titlePath();
  const repeat = test.repeatEachIndex > 0 ? [`repeat ${test.repeatEachIndex + 1}`] : [];
  const parts = [relative(folder, fileOf(test)), ...titles, project, ...repeat];
  return parts.filter((part) => part !== undefined && part !== '').join(' › ');
}

/** The file that was run; `test.location` may be a helper that declares tests for it. */
function fileOf(test: TestCase): string {
  let suite: Suite | undefined = test.parent;
  while (suite !== undefined && suite.type !== 'file') suite = suite.parent;
  return suite?.location?.file ?? test.location.file;
}

function outcomeOf(test: TestCase, result: TestResult | undefined): Check['outcome'] {
  if (result === undefined || result.status === 'skipped' || result.status === 'interrupted')
    return 'skipped';
  if (troubleOf(result) !== undefined) return 'skipped';
  return result.status === test.expectedStatus ? 'passed' : 'failed';
}

function detailOf(test: TestCase, result: TestResult | undefined, folder: string): string {
  if (result === undefined) return 'did not run: Playwright ended before it';
  if (result.status === 'skipped') return skipReason(test);
  if (result.status === 'interrupted') return 'did not finish: interrupted';
  if (result.status === test.expectedStatus) return '';
  if (result.status === 'passed') return 'passed, but is declared to fail (test.fail): take the mark away';
  return result.errors.map((error) => describe(error, folder)).join('\n\n');
}

function skipReason(test: TestCase): string {
  const marks = test.annotations.filter(({ type }) => type === 'skip' || type === 'fixme');
  const reasons = marks.map(({ type, description }) => description ?? `marked ${type} without a reason`);
  return reasons.join('; ') || 'did not run: an earlier test or hook failed';
}

/** What was expected and observed, and the first line of code to look at. */
function describe(error: TestError, folder: string): string {
  const { location } = error;
  const at = location && `\n    at ${relative(folder, location.file)}:${location.line}:${location.column}`;
  return `${messageOf(error)}${at ?? ''}`;
}

/** The message without colours. */
export function messageOf(error: TestError): string {
  return stripVTControlCharacters(
    error.message ?? error.value ?? error.stack ?? 'an error without a message',
  );
}

/** Ids in titles and tags, such as FUN-01. */
function requirementsOf(test: TestCase): string[] {
  // Playwright has tags since 1.42.
  const tags = (test.tags as readonly string[] | undefined) ?? [];
  const text = [...test.titlePath().slice(2), ...tags].join(' ');
  return [...new Set(text.match(/\b[A-Z]{3}-\d{2}\b/g))];
}

/** Why this result says nothing about the product, if so: the browser is not installed, the worker process died. */
export function troubleOf(result: TestResult): { cause: Cause; message: string } | undefined {
  const messages = result.errors.map(messageOf);
  const missing = messages.find((message) =>
    /Executable doesn't exist at|Host system is missing dependencies/.test(message),
  );
  if (missing !== undefined) return { cause: 'infra', message: `${missing}\n${BROWSER_FIX}` };
  const crashed = messages.find((message) => message.includes('worker process exited unexpectedly'));
  return crashed === undefined ? undefined : { cause: 'suite', message: crashed };
}
