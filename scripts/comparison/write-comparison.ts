import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../../evidence/disk.ts';
import { COMPARISON_FILE, comparisonSchema, type Comparison } from '../../reports/load/comparison.ts';
import { reportFolder } from '../session/places.ts';

/** Writes comparison.json beside the run's reports, in place of an older one. Gives its path. */
export function writeComparison(comparison: Comparison): string {
  const folder = reportFolder(comparison.run);
  const file = join(folder, COMPARISON_FILE);
  mkdirSync(folder, { recursive: true });
  writeAtomically(file, `${JSON.stringify(comparisonSchema.parse(comparison), null, 2)}\n`);
  return file;
}

/** Leaves one that somebody asked for as it is. */
export function writeComparisonOnce(comparison: Comparison): void {
  if (!existsSync(join(reportFolder(comparison.run), COMPARISON_FILE))) writeComparison(comparison);
}
