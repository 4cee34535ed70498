import { z } from 'zod';
import { callable, type Definable } from '../kernel/discover.ts';
import type { RunReport } from './model/run-report.ts';

/** Where a report writes, and where the evidence it links to lies. Both are absolute. */
export interface ReportBuild {
  readonly model: RunReport;
  /** `reports/runs/<runId>/`, which exists. */
  readonly folder: string;
  /** `evidence/runs/<runId>/`. */
  readonly evidenceFolder: string;
  /** The reports that are being built, this one too. */
  readonly reports: readonly string[];
}

/** One view of a run: the default export of a `*.report.ts`. */
export interface Report {
  readonly name: string;
  /** Slow reports are built last. */
  readonly slow?: boolean;
  build(request: ReportBuild): Promise<void>;
}

export const REPORT: Definable<Report> = {
  what: 'report',
  within: ['reports'],
  schema: z.strictObject({
    name: z.string().min(1),
    slow: z.boolean().exactOptional(),
    build: callable<Report['build']>(),
  }),
};

/** Types the default export of a `*.report.ts`; discovery checks it. */
export function defineReport(report: Report): Report {
  return report;
}
