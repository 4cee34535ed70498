import { lstatSync, mkdirSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../evidence/disk.ts';
import { listedRun, runFolder } from '../../evidence/store.ts';
import type { Sign } from '../../kernel/undo-log.ts';
import { SUMMARY_FILE } from '../../reports/model/previous-runs.ts';
import { runRowSchema, type RunRow } from '../../reports/home/run-row.ts';
import type { Places } from '../session/point-latest.ts';
import { lookAtNoFolder, lookAtReport, lookAtRun, readSummary } from './look-at-run.ts';

const INDEX_FILE = 'index.json';

/** As which files a run was last looked at. */
const keptSchema = z.object({ row: runRowSchema, seen: z.string() });
const indexSchema = z.object({ format: z.literal('harness-runs/1'), runs: z.array(keptSchema) });
type Kept = z.infer<typeof keptSchema>;

/** So many of the newest are looked at each time, whatever the index says of them: those that the page shows one by one. */
export const NEWEST = 100;

export interface Looks {
  readonly places: Places;
  readonly sign: Sign;
  /** How many of the newest are looked at anew; of the others only those whose manifest or report is another than before. */
  readonly newest?: number;
  /** A run that was just sealed: its digest is what it is, whatever was seen of it before. */
  readonly own?: string | undefined;
}

/**
 * Every run that left evidence or a report, the newest first. What is known of old ones is kept in an index beside the reports, so
 * that what this takes hardly grows with their number; without an index, or with a broken one, all are looked at.
 */
export function indexedRuns({ places, sign, newest = NEWEST, own }: Looks): readonly RunRow[] {
  const kept = readIndex(places);
  const ids = idsIn(places).sort().reverse();
  const runs = ids.map((id, at): Kept => {
    const seen = seenOf(places, id);
    const before = kept.get(id);
    if (at >= newest && before?.seen === seen && isSettled(before.row)) return before;
    return { row: sameDigest(lookAt(places, id, sign), id === own ? undefined : before?.row), seen };
  });
  writeIndex(places, runs);
  return runs.map(({ row }) => row).sort((a, b) => compare(b.started, a.started) || compare(b.id, a.id));
}

/** One that goes on may be sealed by now, and one that was killed be healed. */
function isSettled({ state }: RunRow): boolean {
  return state !== 'going on' && state !== 'not sealed';
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Whoever changes evidence can write a manifest that fits: then its digest is not the one that was seen first. */
function sameDigest(row: RunRow, before: RunRow | undefined): RunRow {
  const first = before?.digest;
  if (first === undefined) return row;
  if (row.digest === undefined || row.digest === first) return { ...row, digest: first };
  const why = `it was sealed anew: its digest was ${first}, and is ${row.digest}`;
  return { ...row, state: 'changed', why, digest: first };
}

function lookAt({ evidence, reports }: Places, id: string, sign: Sign): RunRow {
  const summary = readSummary(join(reports, 'runs', id), id);
  const run = runFolder(evidence, id);
  const stands = lstatSync(run.folder, { throwIfNoEntry: false });
  if (stands === undefined && summary !== undefined) return lookAtReport(summary);
  if (stands === undefined || stands.isDirectory()) return lookAtRun(listedRun(run), summary, sign);
  return lookAtNoFolder(id, stands.isSymbolicLink() ? 'a link' : 'no folder');
}

/** All folders of evidence, and of reports with a summary; what stands among the runs and is no folder, such as a link, too. */
function idsIn({ evidence, reports }: Places): string[] {
  const runs = entriesOf(join(evidence, 'runs')).filter(isRun);
  const known = new Set(runs.map(({ name }) => name));
  const reported = entriesOf(join(reports, 'runs')).filter(
    (entry) => entry.isDirectory() && !known.has(entry.name) && hasSummary(reports, entry.name),
  );
  return [...known, ...reported.map(({ name }) => name)];
}

/** What stands beside runs of them: notes of publishers, undos, locks. */
const BESIDE = /\.ndjson$|\.(lock|healing)$/;

function isRun(entry: Dirent): boolean {
  return !entry.name.startsWith('.') && (entry.isDirectory() || !BESIDE.test(entry.name));
}

function hasSummary(reports: string, id: string): boolean {
  return lstatSync(join(reports, 'runs', id, SUMMARY_FILE), { throwIfNoEntry: false }) !== undefined;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // No run was made yet.
    return [];
  }
}

/** Another manifest or another report: by size and time. */
function seenOf({ evidence, reports }: Places, id: string): string {
  const files = [join(evidence, 'runs', id, 'manifest.json'), join(reports, 'runs', id, SUMMARY_FILE)];
  return files
    .map((file) => lstatSync(file, { throwIfNoEntry: false }))
    .map((stats) => (stats === undefined ? '-' : `${stats.size} ${stats.mtimeMs}`))
    .join(', ');
}

function readIndex({ reports }: Places): ReadonlyMap<string, Kept> {
  try {
    const text = readFileSync(join(reports, 'runs', INDEX_FILE), 'utf8');
    return new Map(indexSchema.parse(JSON.parse(text)).runs.map((one) => [one.row.id, one]));
  } catch {
    return new Map();
  }
}

function writeIndex({ reports }: Places, runs: readonly Kept[]): void {
  mkdirSync(join(reports, 'runs'), { recursive: true });
  writeAtomically(
    join(reports, 'runs', INDEX_FILE),
    `${JSON.stringify({ format: 'harness-runs/1', runs })}\n`,
  );
}
