import type { Evidence } from '../../kernel/evidence.ts';
import { buildModel } from '../model/model.ts';
import type { SuiteRow } from '../model/suite-row.ts';
import { sampleRun, type Sample } from './sample-run.ts';

export function suiteOf(sample: Sample, name: string): SuiteRow {
  const found = buildModel(sampleRun(sample)).suites.find((suite) => suite.name === name);
  if (found === undefined) throw new Error(`no suite ${name}`);
  return found;
}

export function changed(row: SuiteRow, more: Partial<Evidence>): SuiteRow {
  if (row.evidence === undefined) throw new Error('no evidence');
  return { ...row, evidence: { ...row.evidence, ...more } };
}
