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

/** One test as a check; `folder` is what the file in its id is relative to. */
export function checkOf(test: TestCase, folder: string): Check {
  const diagnostic = test.diagnostic();
  const detail = detailOf(test, folder);
  return {
    id: idOf(test, folder),
    outcome: outcomeOf(test),
    ...(detail === '' ? {} : { detail: detail.slice(0, LONGEST_DETAIL) }),
    durationMs: Math.max(0, diagnostic?.duration ?? 0),
    proves: requirementsOf(test),
    attempt: (diagnostic?.retryCount ?? 0) + 1,
  };
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
  if (result.state === 'failed') return result.errors.map((error) => describe(error, folder)).join('\n\n');
  if (result.state === 'passed') return '';
  const mark =
    test.options.mode === 'run' ? 'skipped by itself or by its hooks' : `marked ${test.options.mode}`;
  return result.note ?? `${mark}, without a reason`;
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
