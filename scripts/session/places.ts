import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

/** `runs/<runId>/` below it is one run's evidence. */
export const EVIDENCE = join(ROOT, 'evidence');
/** `runs/<runId>/` below it is one run's reports. */
export const REPORTS = join(ROOT, 'reports');
/** `<detection id>/` below it says how far a detection got. */
export const DETECTIONS = join(EVIDENCE, 'detect');
/** `<detection id>/` below it is one detection's report. */
export const DETECTION_REPORTS = join(REPORTS, 'detect');
/** `<detection id>/` below it is one sample of mutants. */
export const MUTATION_REPORTS = join(DETECTION_REPORTS, 'mutants');

/** `<name>/` below it is one dossier. */
export const DOSSIERS = join(REPORTS, 'go-no-go');

export function reportFolder(id: string): string {
  return join(REPORTS, 'runs', id);
}

/** Whether a run's page was made. */
export function isReported(id: string): boolean {
  return existsSync(join(reportFolder(id), 'index.html'));
}
