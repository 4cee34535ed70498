import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { TestCase } from 'vitest/node';
import type { Check } from '../../../kernel/evidence.ts';

const LONGEST_DETAIL = 4000;

/** What Vitest's errors have in common with those of other versions of it. */
interface ReportedError {
  readonly message?: string;
  readonly name?: string;
  readonly diff?: string | undefined;
  readonly stacks?: readonly { readonly file: string; readonly line: number; readonly column: number }[];
}

/**
 * One test as a check for each attempt at it: those that failed before, then the last, whose time is that of all. Vitest tells
 * of a test once, as its last attempt was. `folder` is what the file in its id is relative to.
 */
export function checksOf(test: TestCase, folder: string): readonly Check[] {
  const known = { id: idOf(test, folder), proves: requirementsOf(test) };
  const failed = failedBefore(test).map((errors, index): Check => {
    const detail = { detail: cut(describeAll(errors, folder)) };
    return { ...known, outcome: 'failed', ...detail, durationMs: 0, attempt: index + 1 };
  });
  const detail = cut(detailOf(test, folder));
  const last: Check = {
    ...known,
    outcome: outcomeOf(test),
    ...(detail === '' ? {} : { detail }),
    durationMs: Math.max(0, test.diagnostic()?.duration ?? 0),
    attempt: failed.length + 1,
  };
  return [...failed, last];
}

function cut(detail: string): string {
  return detail.slice(0, LONGEST_DETAIL);
}

/** The errors of each attempt that failed before the last one. A Vitest without `attempts()` counts them, and tells their errors in a row. */
function failedBefore(test: TestCase): readonly (readonly ReportedError[])[] {
  const attempts = (test as Partial<Pick<TestCase, 'attempts'>>).attempts?.();
  if (attempts !== undefined)
    return attempts.slice(0, -1).flatMap(({ state, errors }) => (state === 'failed' ? [errors ?? []] : []));
  const errors = test.result().errors ?? [];
  const { retryCount = 0 } = test.diagnostic() ?? {};
  return Array.from({ length: retryCount }, (_, index) => errors.slice(index, index + 1));
}

/** `file › title › project`. */
function idOf(test: TestCase, folder: string): string {
  const titles = test.fullName.split(' > ');
  const parts = [relative(folder, test.module.moduleId), ...titles, test.project.name];
  return parts.filter((part) => part !== '').join(' › ');
}

function outcomeOf(test: TestCase): Check['outcome'] {
  const { state } = test.result();
  return state === 'pending' ? 'skipped' : state;
}

function detailOf(test: TestCase, folder: string): string {
  const result = test.result();
  if (result.state === 'pending') return 'did not run: Vitest ended before it';
  if (result.state === 'failed') return describeAll(result.errors, folder);
  if (result.state === 'passed') return '';
  const mark =
    test.options.mode === 'run' ? 'skipped by itself or by its hooks' : `marked ${test.options.mode}`;
  return result.note ?? `${mark}, without a reason`;
}

function describeAll(errors: readonly ReportedError[], folder: string): string {
  return errors.map((error) => describe(error, folder)).join('\n\n');
}

/** What was expected and observed, and the first line of code to look at. */
function describe(error: ReportedError, folder: string): string {
  const frame = error.stacks?.[0];
  const at = frame && `    at ${relative(folder, frame.file)}:${frame.line}:${frame.column}`;
  const diff = error.diff === undefined ? undefined : stripVTControlCharacters(error.diff);
  return [textOf(error), diff, at].filter((part) => part !== undefined).join('\n');
}

/** The message without colours. */
export function textOf(error: ReportedError): string {
  return stripVTControlCharacters(`${error.name ?? 'Error'}: ${error.message ?? 'no message'}`);
}

/** Ids in titles and tags, such as CON-02. */
function requirementsOf(test: TestCase): string[] {
  const text = [test.fullName, ...((test.tags as readonly string[] | undefined) ?? [])].join(' ');
  return [...new Set(text.match(/\b[A-Z]{3}-\d{2}\b/g))];
}
