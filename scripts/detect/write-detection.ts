import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../kernel/errors.ts';
import { loadRequirements } from '../../fixtures/requirements/requirements.ts';
import type { Detection } from '../../reports/detection.ts';
import { writeDetectionReport } from '../../reports/detection-page.ts';
import { DETECTION_REPORTS } from '../run/places.ts';

/**
 * Writes `detect.json` and `index.html`, and points `latest` at them if every defect was asked for: one of some of them hides no
 * matrix. A page that cannot be made is a failure, told as such.
 */
export async function writeDetection(
  detection: Detection,
  reports = DETECTION_REPORTS,
): Promise<{ report: string; failures: readonly string[] }> {
  const folder = join(reports, detection.id);
  mkdirSync(folder, { recursive: true });
  const failures: string[] = [];
  try {
    await writeDetectionReport({ detection, folder, catalogue: loadRequirements() });
    if (detection.whole) pointLatest(detection.id, reports);
  } catch (error) {
    failures.push(`the report could not be built: ${messageOf(error)}`);
  }
  return { report: join(folder, 'index.html'), failures };
}

function pointLatest(id: string, reports: string): void {
  const link = join(reports, `.latest-${id}`);
  rmSync(link, { force: true });
  symlinkSync(id, link);
  renameSync(link, join(reports, 'latest'));
}
