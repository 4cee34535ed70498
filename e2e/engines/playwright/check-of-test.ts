import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Suite, TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter';
import { detailIn } from '../../../fixtures/test-runners/check-text.ts';
import { distinctIds } from '../../../fixtures/test-runners/distinct-ids.ts';
import type { Check } from '../../../kernel/evidence.ts';
import { referencesIn } from '../../../kernel/reference.ts';
import type { Cause } from '../../../fixtures/test-runners/inbox.ts';

const BROWSER_FIX = '`./harness doctor` says which browsers there are and how to get one.';

/** What is known of a test beside what Playwright tells. */
export interface Known {
  readonly id: string;
  /** What files are told relative to. */
  readonly folder: string;
  /** How many assertions of other libraries were seen in this attempt. */
  readonly others?: number;
}

/** One attempt at a test as a check; without a result the test never ran. */
export function checkOf(
  test: TestCase,
  result: TestResult | undefined,
  { id, folder, others }: Known,
): Check {
  const outcome = outcomeOf(test, result);
  // What fails as it is declared to (test.fail) shows that something does not hold.
  const isKnownFailure = outcome === 'passed' && test.expectedStatus === 'failed';
  return {
    id,
    outcome,
    ...(result && { assertions: expectationsIn(result.steps) + (others ?? 0) }),
    ...detailIn(detailOf(test, result, folder)),
    durationMs: Math.max(0, result?.duration ?? 0),
    proves: isKnownFailure ? [] : requirementsOf(test),
    attempt: (result?.retry ?? 0) + 1,
  };
}

/** Finished calls of `expect`, also soft ones, polling ones and those of hooks and fixtures. One that nobody waited for asserted nothing. */
function expectationsIn(steps: readonly TestStep[]): number {
  return steps.reduce((sum, { category, duration, steps: inner }) => {
    const own = category === 'expect' && duration >= 0 ? 1 : 0;
    return sum + own + expectationsIn(inner);
  }, 0);
}

/** The ids of tests, in their order of declaration: `file › title › project`, and of namesakes all but the first with their number. */
export function idsOf(tests: readonly TestCase[], folder: string): ReadonlyMap<TestCase, string> {
  const ids = distinctIds(tests.map((test) => idOf(test, folder)));
  return new Map(tests.map((test, index) => [test, ids[index] ?? '']));
}

/** How one attempt at a test is called in the tally. */
export function attemptOf(testId: string, retry: number): string {
  return `${testId} ${retry}`;
}

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
  if (problemOf(result) !== undefined) return 'skipped';
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

function requirementsOf(test: TestCase): string[] {
  // Playwright has tags since 1.42.
  const tags = (test.tags as readonly string[] | undefined) ?? [];
  return referencesIn([...test.titlePath().slice(2), ...tags]);
}

/** Why this result says nothing about the product, if so: the browser is not installed, the worker process died. */
export function problemOf(result: TestResult): { cause: Cause; message: string; fix?: string } | undefined {
  const messages = result.errors.map(messageOf);
  const missing = messages.find((message) =>
    /Executable doesn't exist at|Host system is missing dependencies/.test(message),
  );
  if (missing !== undefined) return { cause: 'infra', message: missing, fix: BROWSER_FIX };
  const crashed = messages.find((message) => message.includes('worker process exited unexpectedly'));
  return crashed === undefined ? undefined : { cause: 'suite', message: crashed };
}
