import { join } from 'node:path';
import { ROOT } from '../root.ts';

/** `runs/<runId>/` below it is one run's evidence. */
export const EVIDENCE = join(ROOT, 'evidence');
/** `runs/<runId>/` below it is one run's reports. */
export const REPORTS = join(ROOT, 'reports');

export function reportFolder(id: string): string {
  return join(REPORTS, 'runs', id);
}
