import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { discover } from '../kernel/discover.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Evidence } from '../kernel/evidence.ts';
import { KIND } from '../kernel/kind.ts';
import { HERE } from '../kernel/project.ts';
import type { PlannedRecord } from '../kernel/run-journal.ts';
import { kindOf } from '../kernel/suite.ts';
import { COMPARISON_FILE, comparisonSchema, type Comparison } from './load/comparison.ts';
import type { ReportInput } from './model/input.ts';
import { buildModel } from './model/model.ts';
import type { RunReport } from './model/run-report.ts';
import { REPORT, type Report } from './report.ts';
import { SERIES_FILE, seriesSchema, type SeriesPoint } from './load/series.ts';

export interface ReportsRequest {
  /** Without what is found here: `series` in the evidence, `comparison` in `folder`, `kinds` in the checkout. */
  readonly input: Omit<ReportInput, 'series' | 'comparison' | 'kinds'>;
  /** `reports/runs/<runId>/`; made if need be. */
  readonly folder: string;
  /** `evidence/runs/<runId>/`. */
  readonly evidenceFolder: string;
  /** Only these reports; all of them unless told. */
  readonly only?: readonly string[];
  /** Whether the comparison that lies in `folder` is shown, too; not where the evidence was changed since. */
  readonly compared?: boolean;
  /** Called once the quick reports stand, before a slow one begins. */
  readonly whenReadable?: () => void;
}

export interface Built {
  readonly model: RunReport;
  /** A sentence for each report that could not be built, and for each file of the evidence that could not be read. */
  readonly failures: readonly string[];
}

/**
 * Builds every `*.report.ts` of the rooms, the slow ones last. One that fails stops no other and changes no verdict: it is
 * a warning for the caller to show.
 */
export async function buildReports(request: ReportsRequest): Promise<Built> {
  const { folder, evidenceFolder, input, only, compared = true, whenReadable } = request;
  const failures: string[] = [];
  const series = await readSeries(input.run.planned, input.evidences, evidenceFolder, failures);
  const comparison = compared ? await readComparison(folder, failures) : undefined;
  const kinds = (await discover(KIND, { ...HERE, problems: failures })).map(({ value }) => value);
  const model = buildModel({ ...input, series, comparison, kinds });
  const attempt = async (what: string, work: () => unknown): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      failures.push(`${what}: ${messageOf(error)}`);
      return false;
    }
  };
  const later = `no reports; once ${dirname(folder)} can be written to, ./harness report ${input.run.facts.id}`;
  if (!(await attempt(later, () => mkdir(folder, { recursive: true })))) return { model, failures };
  const wanted = (await discoverReports(failures)).filter(({ name }) => only?.includes(name) ?? true);
  const reports = wanted.map((report) => report.name);
  const buildAll = async (some: readonly Report[]): Promise<void> => {
    for (const report of some)
      await attempt(`report ${report.name}`, () => report.build({ model, folder, evidenceFolder, reports }));
  };
  await buildAll(wanted.filter((report) => !report.slow));
  whenReadable?.();
  await buildAll(wanted.filter((report) => report.slow));
  return { model, failures };
}

/** Every report, the quick ones first. A file that does not load or is malformed is a failure in `failures`. */
export async function discoverReports(failures: string[]): Promise<readonly Report[]> {
  const found = await discover(REPORT, { ...HERE, problems: failures });
  const reports = found.map(({ value }) => value);
  return [...reports.filter((report) => !report.slow), ...reports.filter((report) => report.slow)];
}

async function readSeries(
  planned: readonly PlannedRecord[],
  evidences: readonly Evidence[],
  evidenceFolder: string,
  failures: string[],
): Promise<ReadonlyMap<string, readonly SeriesPoint[]>> {
  const series = new Map<string, readonly SeriesPoint[]>();
  for (const { suite, toolKind } of planned) {
    const evidence = evidences.find((one) => one.suite.name === suite.name);
    if (!evidence?.artifacts.some((artifact) => artifact.path === SERIES_FILE)) continue;
    const short = suite.name.slice(suite.name.indexOf('/') + 1);
    const file = join(evidenceFolder, kindOf(suite.name), toolKind, short, SERIES_FILE);
    try {
      series.set(suite.name, seriesSchema.parse(JSON.parse(await readFile(file, 'utf8'))));
    } catch (error) {
      failures.push(`${suite.name}: ${SERIES_FILE} cannot be read: ${messageOf(error)}`);
    }
  }
  return series;
}

/** Undefined where nothing was compared. */
async function readComparison(folder: string, failures: string[]): Promise<Comparison | undefined> {
  const file = join(folder, COMPARISON_FILE);
  if (!existsSync(file)) return undefined;
  try {
    return comparisonSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    failures.push(`${COMPARISON_FILE} cannot be read: ${messageOf(error)}`);
    return undefined;
  }
}
