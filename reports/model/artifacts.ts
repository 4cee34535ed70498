import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { SuiteRow } from './suite-row.ts';

/** A file of the evidence. `path` is relative to the run's evidence folder. */
export interface EvidenceFile {
  readonly path: string;
  readonly name: string;
  readonly role: 'screenshot' | 'video' | 'trace' | 'page' | 'journal' | 'log' | 'file';
}

const ROLES: readonly (readonly [RegExp, EvidenceFile['role']])[] = [
  [/\.(png|jpe?g)$/, 'screenshot'],
  [/\.(webm|mp4)$/, 'video'],
  [/trace[^/]*\.zip$/, 'trace'],
  [/\.html$/, 'page'],
  [/journal\.ndjson$/, 'journal'],
  [/\.log$/, 'log'],
];

export function roleOf(path: string): EvidenceFile['role'] {
  return ROLES.find(([pattern]) => pattern.test(path))?.[1] ?? 'file';
}

function fileOf(row: SuiteRow, path: string): EvidenceFile {
  return { path: `${row.folder}/${path}`, name: path, role: roleOf(path) };
}

/** Every file that a suite left, without the inner parts of a report that is opened as a whole. */
export function filesOf(row: SuiteRow): readonly EvidenceFile[] {
  if (row.evidence === undefined) return [];
  const inner = /^allure-results\/|\/(data|trace)\/|^tests\//;
  const paths = row.evidence.artifacts.map((artifact) => artifact.path).filter((path) => !inner.test(path));
  return ['journal.ndjson', ...paths].map((path) => fileOf(row, path));
}

/**
 * What a check left: the files below a folder whose name ends in the first eight hex digits of its id's SHA-256, those of
 * the last attempt first.
 */
export function filesOfCheck(row: SuiteRow, check: string): readonly EvidenceFile[] {
  const mark = `-${createHash('sha256').update(check).digest('hex').slice(0, 8)}/`;
  const paths = (row.evidence?.artifacts ?? []).map((artifact) => artifact.path);
  const own = paths.filter((path) => path.includes(mark));
  return own.sort((a, b) => attemptOf(b) - attemptOf(a)).map((path) => fileOf(row, path));
}

function attemptOf(path: string): number {
  return Number(/attempt-(\d+)/.exec(path)?.[1] ?? 0);
}

/** A link target for a file of the evidence, so that it opens from disk. */
export function hrefTo(folder: string, evidenceFolder: string): (path: string) => string {
  const base = relative(folder, evidenceFolder).split('/');
  return (path) => [...base, ...path.split('/')].map(encodeURIComponent).join('/');
}
