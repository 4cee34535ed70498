import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { linkLatest } from '../../evidence/latest.ts';
import { messageOf } from '../../kernel/errors.ts';
import { detectedCatalogue } from './detected-catalogue.ts';
import type { Detection } from '../../reports/detection/detection.ts';
import { writeDetectionReport } from '../../reports/detection/detection-page.ts';
import { DETECTION_REPORTS } from '../session/places.ts';

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
    await writeDetectionReport({
      detection,
      folder,
      catalogue: await detectedCatalogue(detection.defects.flatMap(({ breaks }) => breaks)),
    });
    if (detection.whole) linkLatest(reports, detection.id);
  } catch (error) {
    failures.push(`the report could not be built: ${messageOf(error)}`);
  }
  return { report: join(folder, 'index.html'), failures };
}
