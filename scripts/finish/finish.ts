import { join } from 'node:path';
import { writeManifest, type Manifest } from '../../evidence/manifest.ts';
import { sayProblems } from '../../evidence/problem.ts';
import { readRun } from '../../evidence/read-run.ts';
import { writeRunJson, type RunFolder } from '../../evidence/store.ts';
import { InfraError, messageOf } from '../../kernel/errors.ts';
import { lastAttempts } from '../../kernel/attempts.ts';
import { assertingNothing } from '../../kernel/judge.ts';
import { Order } from '../../kernel/order.ts';
import { runFactsSchema } from '../../kernel/run-journal.ts';
import { buildReports, discoverReports, type Built } from '../../reports/build.ts';
import { latestDetection, latestMutation } from '../../reports/detection/latest-detection.ts';
import { keepBaselines } from '../comparison/kept-baselines.ts';
import { writeComparisonOnce } from '../comparison/write-comparison.ts';
import { belongings } from './belongings.ts';
import { loadConfig } from './config.ts';
import { earlierRuns } from './earlier-runs.ts';
import { judgeRun, type JudgedRun } from './judge-run.ts';
import { makeHome } from '../home/home.ts';
import { DETECTION_REPORTS, MUTATION_REPORTS, EVIDENCE, reportFolder, REPORTS } from '../session/places.ts';
import { pointLatest } from '../session/point-latest.ts';
import type { PublisherOutcome } from '../../reports/model/input.ts';
import { publishDue, publisherOutcomes } from './publish.ts';
import { policyOf } from '../session/run-record.ts';
import { signHere } from '../session/undo-key.ts';
import { reportedCatalogue } from './reported-catalogue.ts';
import type { RunResult } from './run-result.ts';
import { say } from '../../kernel/sentence.ts';

export interface FinishRequest {
  readonly run: RunFolder;
  readonly allure: boolean;
}

/**
 * Judges a run whose journal has ended, seals its evidence and builds its reports. Whoever ended the run does it: the harness,
 * the watcher or heal. Harmless when done twice.
 */
export const FINISH = new Order<FinishRequest>()
  .next({
    title: 'keep the baselines that it is compared with',
    setup({ run }) {
      const read = readRun(run, { unsealed: true });
      return { read, unread: keepBaselines(run, read) };
    },
  })
  .next({
    title: 'judge',
    setup: async ({ run, read }) => ({ judged: await judgeRun(run, read) }),
  })
  .next({
    title: 'seal',
    setup({ run, judged }) {
      const manifest = seal(run, judged);
      return { manifest, result: resultOf(run, judged, manifest) };
    },
  })
  .next({
    title: 'report',
    async setup({ run, allure, judged, manifest, unread }) {
      const { model, failures } = await report(run, judged, manifest, allure);
      /** What could not be reported. */
      return { model, failures: [...unread, ...failures] };
    },
  })
  .next({
    title: 'publish',
    async setup({ run, result }) {
      const published = await publishDue(run);
      return { published, result: { ...result, ...(published.length > 0 && { published }) } };
    },
  })
  .next({
    title: 'tell of all runs',
    setup: async ({ run, judged, failures }) => ({
      failures: [...failures, ...(await tellOfAllRuns(run, judged))],
    }),
  });

const PLACES = { evidence: EVIDENCE, reports: REPORTS };

/** The page of all runs is a view like any other. Runs of detect, of which there are hundreds at once, leave it to the next one. */
async function tellOfAllRuns({ id }: RunFolder, { record }: JudgedRun): Promise<readonly string[]> {
  if (record.facts.detection !== undefined) return [];
  try {
    await makeHome({ places: PLACES, sign: signHere, own: id });
    return [];
  } catch (error) {
    return [`the page of all runs: ${messageOf(error)}`];
  }
}

/** Builds the reports of a run that was sealed before; its evidence stays as it is. What of it does not verify is among `failures`. */
export async function reportRun(
  run: RunFolder,
  allure: boolean,
): Promise<{ file: string; failures: readonly string[] }> {
  const read = readRun(run);
  if (!read.sealed)
    throw new InfraError({
      what: `${run.id} is not sealed: it still goes on, or was killed.`,
      fix: './harness heal',
    });
  const judged = await judgeRun(run, read);
  const { failures } = await report(run, judged, read.manifest, allure);
  const untold = await tellOfAllRuns(run, judged);
  return {
    file: join(reportFolder(run.id), 'index.html'),
    failures: [...sayProblems(read.problems, run).map(say), ...failures, ...untold],
  };
}

function seal(run: RunFolder, judged: JudgedRun): Manifest {
  const { record, decision, read } = judged;
  const { verdict } = decision;
  writeRunJson(run, {
    ...runFactsSchema.parse(record.facts),
    status: record.status,
    verdict,
    tools: Object.fromEntries(record.tools.map(({ name, version }) => [name, version])),
    ...(record.endedAt !== undefined && { endedAt: record.endedAt }),
    ...(record.target && { target: nameOf(record.target) }),
  });
  const statusOf = (suite: string | undefined) =>
    suite === undefined ? verdict : (decision.suites.get(suite)?.verdict ?? 'unknown');
  const { whole, suites: relative } = belongings(record, read, statusOf);
  const suites = relative.map((one) => ({ ...one, folder: join(run.folder, one.folder) }));
  return writeManifest({ run, now: () => new Date(), whole, suites });
}

function nameOf({ name, version, commit }: NonNullable<JudgedRun['record']['target']>) {
  return { name, version, ...(commit !== undefined && { commit }) };
}

async function report(
  run: RunFolder,
  judged: JudgedRun,
  manifest: Manifest | undefined,
  allure: boolean,
): Promise<Built> {
  const { record, decision, read } = judged;
  const { waivers } = await loadConfig();
  const folder = reportFolder(run.id);
  const intact = read.problems.length === 0;
  const evidences = read.suites.map(({ evidence }) => evidence);
  const names = (await discoverReports([]))
    .map((one) => one.name)
    // Allure shows files of the evidence that nobody else reads: only what is as it was recorded.
    .filter((name) => (allure && intact && record.facts.detection === undefined) || name !== 'allure');
  const { comparison } = judged;
  const unwritten: string[] = [];
  if (comparison)
    unwritten.push(...tried('the comparison with the baseline', () => writeComparisonOnce(comparison)));
  const publishers: PublisherOutcome[] = [];
  unwritten.push(...tried('who published the run', () => void publishers.push(...publisherOutcomes(run))));
  const { model, failures } = await buildReports({
    folder,
    evidenceFolder: run.folder,
    only: names,
    compared: intact,
    whenReadable: () => {
      if (record.facts.detection !== undefined || record.facts.imported !== undefined) return;
      const point = () => pointLatest(PLACES, run.id);
      unwritten.push(...tried('reports/latest', point));
    },
    input: {
      run: record,
      evidences,
      decision,
      decisions: decision.suites,
      policy: policyOf(read.events),
      waivers,
      catalogue: reportedCatalogue({ run: record, evidences }),
      ofRun: judged.ofRun,
      previous: await earlierRuns(PLACES, record.facts.environment.name),
      detection: record.facts.detection
        ? undefined
        : await latestDetection(DETECTION_REPORTS, record.facts.git),
      mutation: record.facts.detection ? undefined : await latestMutation(MUTATION_REPORTS, record.facts.git),
      verifies: intact,
      publishers,
      ...(manifest && intact && sealOf(run, manifest)),
      now: new Date(),
    },
  });
  return { model, failures: [...unwritten, ...failures] };
}

/** What lies beside the reports is no more than they are: where it cannot be written, that is told and changes no verdict. */
function tried(what: string, write: () => void): readonly string[] {
  try {
    write();
    return [];
  } catch (error) {
    return [`${what}: ${messageOf(error)}`];
  }
}

function sealOf({ id }: RunFolder, { digest, files }: Manifest) {
  return {
    digest: { value: digest, verify: `./harness evidence verify ${id} --digest ${digest}` },
    diskBytes: files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

function resultOf(run: RunFolder, { record, decision, read }: JudgedRun, manifest: Manifest): RunResult {
  const evidenceOf = (name: string) =>
    read.suites.find(({ evidence }) => evidence.suite.name === name)?.evidence ?? { checks: [], events: [] };
  return {
    run: run.id,
    verdict: decision.verdict,
    ...(decision.rehearsal && { rehearsal: true }),
    status: record.status,
    ...(record.facts.detection && { detection: record.facts.detection }),
    reasons: decision.reasons,
    suites: record.planned.map(({ suite: { name } }) => ({
      name,
      verdict: decision.suites.get(name)?.verdict ?? 'unknown',
      checks: lastAttempts(evidenceOf(name).checks).filter((check) => check.outcome !== 'skipped').length,
      ...unassertedOf(evidenceOf(name)),
    })),
    evidence: run.folder,
    report: join(reportFolder(run.id), 'index.html'),
    digest: manifest.digest,
  };
}

function unassertedOf(evidence: Parameters<typeof assertingNothing>[0]): { unasserted?: readonly string[] } {
  const unasserted = assertingNothing(evidence);
  return unasserted.length > 0 ? { unasserted } : {};
}
