import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { TestCase, TestModule } from 'vitest/node';
import { detailIn } from '../../../fixtures/test-runners/check-text.ts';
import { distinctIds } from '../../../fixtures/test-runners/distinct-ids.ts';
import type { Check } from '../../../kernel/evidence.ts';
import { referencesIn } from '../../../kernel/reference.ts';

/** What Vitest's errors have in common with those of other versions of it. */
interface ReportedError {
  readonly message?: string;
  readonly name?: string;
  readonly diff?: string | undefined;
  readonly stacks?: readonly { readonly file: string; readonly line: number; readonly column: number }[];
}

/** What is known of a test beside what Vitest tells. */
export interface Known {
  readonly id: string;
  /** How many assertions were seen in each attempt; absent where it cannot be told. */
  readonly counts: readonly (number | undefined)[];
}

/**
 * One test as a check for each attempt at it: those that failed before, then the last, whose time is that of all. Vitest tells
 * of a test once, as its last attempt was. `folder` is what files are told relative to.
 */
export function checksOf(test: TestCase, folder: string, { id, counts }: Known): readonly Check[] {
  const tags = (test.tags as readonly string[] | undefined) ?? [];
  const known = { id, proves: referencesIn([test.fullName, ...tags.map(asTag)]) };
  const before = failedBefore(test);
  const failed = before.map(({ errors, place }, index): Check => {
    const detail = detailIn(describeAll(errors, folder));
    const rest = { ...detail, durationMs: 0, attempt: index + 1, ...asserted([counts[place]]) };
    return { ...known, outcome: 'failed', ...rest };
  });
  const outcome = outcomeOf(test);
  const last: Check = {
    ...known,
    // What fails as it is declared to (test.fails) shows that something does not hold.
    ...(outcome === 'passed' && test.options.fails === true && { proves: [] }),
    outcome,
    ...detailIn(detailOf(test, folder)),
    durationMs: Math.max(0, test.diagnostic()?.duration ?? 0),
    attempt: failed.length + 1,
    ...asserted(counts.filter((_, index) => !before.some(({ place }) => place === index))),
  };
  return [...failed, last];
}

/** Vitest's tags need no sign in front. */
function asTag(tag: string): string {
  return tag.startsWith('@') ? tag : `@${tag}`;
}

/** Of attempts that are one check, as repeats are: all that they asserted. */
function asserted(counts: readonly (number | undefined)[]): Pick<Check, 'assertions'> {
  if (counts.length === 0 || counts.includes(undefined)) return {};
  return { assertions: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0) };
}

interface FailedAttempt {
  readonly errors: readonly ReportedError[];
  /** Which of all attempts it was, from 0. */
  readonly place: number;
}

/** The errors of each attempt that failed before the last one. A Vitest without `attempts()` counts them, and tells their errors in a row. */
function failedBefore(test: TestCase): readonly FailedAttempt[] {
  const attempts = (test as Partial<Pick<TestCase, 'attempts'>>).attempts?.();
  if (attempts !== undefined)
    return attempts
      .slice(0, -1)
      .flatMap(({ state, errors }, place) => (state === 'failed' ? [{ errors: errors ?? [], place }] : []));
  const errors = test.result().errors ?? [];
  const { retryCount = 0 } = test.diagnostic() ?? {};
  return Array.from({ length: retryCount }, (_, place) => ({
    errors: errors.slice(place, place + 1),
    place,
  }));
}

/** The ids of a file's tests, by Vitest's own: `file › title › project`, and of namesakes all but the first with their number. */
export function idsOf(module: TestModule, folder: string): ReadonlyMap<string, string> {
  const tests = [...module.children.allTests()];
  const ids = distinctIds(tests.map((test) => idOf(test, folder)));
  return new Map(tests.map((test, index) => [test.id, ids[index] ?? '']));
}

function idOf(test: TestCase, folder: string): string {
  const parts = [relative(folder, test.module.moduleId), ...titlesOf(test), test.project.name];
  return parts.filter((part) => part !== '').join(' › ');
}

/** As they were declared; the tool's full name joins them by a sign that titles may hold. */
function titlesOf(test: TestCase): readonly string[] {
  const titles = [test.name];
  for (let parent = test.parent; parent.type === 'suite'; parent = parent.parent) titles.unshift(parent.name);
  return titles;
}

function outcomeOf(test: TestCase): Check['outcome'] {
  const { state } = test.result();
  return state === 'pending' ? 'skipped' : state;
}

function detailOf(test: TestCase, folder: string): string {
  const result = test.result();
  if (result.state === 'pending') return 'did not run: Vitest ended before it';
  if (result.state === 'failed') return describeAll(result.errors, folder);
  if (result.state === 'passed') return annotationsOf(test);
  const mark =
    test.options.mode === 'run' ? 'skipped by itself or by its hooks' : `marked ${test.options.mode}`;
  return result.note ?? `${mark}, without a reason`;
}

/** What a test that passed says of how much it looked at. A Vitest before 3.2 knows none. */
function annotationsOf(test: TestCase): string {
  const annotations = (test as Partial<Pick<TestCase, 'annotations'>>).annotations?.() ?? [];
  return annotations.map(({ message }) => message).join('\n');
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
