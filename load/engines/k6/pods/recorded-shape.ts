import type { Inspection } from '../process/inspect.ts';
import type { ChosenProfile } from '../profile/choose.ts';
import type { K6Output } from '../process/k6-process.ts';
import { readExportRecord } from './export-record.ts';

/** What the pods were told to do: neither this machine's k6 nor its variables have a say in it. */
export function recordedShape(exportFile: string): {
  readonly inspection: Inspection;
  readonly chosen: ChosenProfile | undefined;
  readonly scenarios: Inspection['scenarios'];
  readonly output: K6Output;
} {
  const { inspection, chosen } = readExportRecord(exportFile);
  return {
    inspection,
    chosen,
    scenarios: chosen?.profile.scenarios ?? inspection.scenarios,
    output: 'csv=-',
  };
}
