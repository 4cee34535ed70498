import { cpSync, globSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fold } from '../../kernel/evidence.ts';
import { lastAttempts } from '../../kernel/attempts.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { readSuiteJournal } from '../../evidence/suite-journals.ts';
import { ROOT } from '../root.ts';
import type { Checkout } from './checkout.ts';
import { judgeAll } from './judged.ts';
import type { Counts, Stranger } from './stranger-table.ts';

const STRANGERS = join(import.meta.dirname, 'strangers');

/** A copy of all strangers, with the packages that they import. */
export function copyStrangers(into: string): string {
  cpSync(STRANGERS, into, { recursive: true });
  mkdirSync(join(into, 'node_modules'));
  for (const name of PACKAGES) linkPackage(into, name);
  return into;
}

const PACKAGES = [
  '@playwright',
  'playwright',
  'playwright-core',
  'vitest',
  '@vitest',
  'pactum',
  '@pact-foundation',
];

function linkPackage(into: string, name: string): void {
  symlinkSync(join(ROOT, 'node_modules', name), join(into, 'node_modules', name));
}

/** Every file below a folder, hidden ones too; the packages that are lent are links. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** What the harness says of a stranger. */
export interface Judged {
  readonly verdict: Verdict;
  readonly counts: Counts;
  readonly reasons: string;
}

/** Runs strangers in one run of the harness: each is a suite of its own, with a tool of its own. */
export async function judgeStrangers(
  checkout: Checkout,
  strangers: readonly Stranger[],
  { url, env, options = [] }: RunPlace,
): Promise<readonly Judged[]> {
  const files = strangers.map(({ file }) => join(checkout.strangers, file));
  const args = [...files, '--base-url', url, ...options];
  const { suites } = await judgeAll(checkout, args, { env, timeoutMs: 60_000 * (2 + files.length) });
  const folder = join(checkout.root, 'evidence/runs', checkout.runs().at(-1) ?? '');
  const counts = countsBySuite(folder);
  return suites.map(({ name, verdict, reasons }) => ({
    verdict,
    counts: counts.get(name) ?? [0, 0, 0],
    reasons,
  }));
}

interface RunPlace {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly options?: readonly string[];
}

function countsBySuite(folder: string): ReadonlyMap<string, Counts> {
  const journals = globSync('*/*/*/journal.ndjson', { cwd: folder });
  const evidences = journals.map((file) => fold(readSuiteJournal(join(folder, file, '..')).events));
  return new Map(
    evidences.flatMap((evidence) => {
      if (evidence === undefined) return [];
      const checks = lastAttempts(evidence.checks);
      const of = (outcome: string) => checks.filter((check) => check.outcome === outcome).length;
      return [[evidence.suite.name, [of('passed'), of('failed'), of('skipped')] as const]];
    }),
  );
}
