import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { printable } from '../../kernel/printable.ts';
import { caseGroups, type CaseGroup } from '../model/cases.ts';
import { hrefTo } from '../model/artifacts.ts';
import { sayTarget, whyNoTarget } from '../model/input.ts';
import type { RunReport } from '../model/run-report.ts';
import { defineReport, type ReportBuild } from '../report.ts';

const HISTORY_FILE = 'history.jsonl';
/** Each run is a line. */
const LONGEST_HISTORY = 20;

/** `allure/index.html`: one Allure report over all suites, a single file, with the history of earlier runs. */
export default defineReport({
  name: 'allure',
  slow: true,
  async build(request) {
    // The same each time, so that whoever builds the report after a kill takes away what is left there.
    const work = join(tmpdir(), `allure-${request.model.run.facts.id}`);
    try {
      await rm(work, { recursive: true, force: true });
      await mkdir(work, { mode: 0o700 });
      await buildIn(work, request);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  },
});

async function buildIn(work: string, request: ReportBuild): Promise<void> {
  const { model, folder } = request;
  const results = join(work, 'results');
  const history = join(work, HISTORY_FILE);
  await mkdir(results);
  const expected = await writeResults(results, request);
  await writeFile(history, await earlierHistory(folder));
  const title = `${model.run.facts.environment.name} · ${model.run.facts.id}`;
  const { generate } = await import('./allure-generate.ts');
  const { html, total } = await generate({ title, results, work, history });
  await mkdir(join(folder, 'allure'), { recursive: true });
  await writeFile(join(folder, 'allure', 'index.html'), html);
  await writeFile(join(folder, 'allure', HISTORY_FILE), await readFile(history));
  if (total !== expected)
    throw new Error(`it shows ${total} results where the evidence has ${expected}: read index.html instead`);
}

/** Returns how many results the report must show. */
async function writeResults(
  results: string,
  { model, folder, evidenceFolder }: ReportBuild,
): Promise<number> {
  // Every run loads this file, and many build no Allure report.
  const { FileSystemWriter } = await import('allure-js-commons/sdk/reporter');
  const { takeOver } = await import('./allure-playwright.ts');
  const { resultOf } = await import('./allure-results.ts');
  const writer = new FileSystemWriter({ resultsDir: results });
  const href = hrefTo(join(folder, 'allure'), evidenceFolder);
  const groups = caseGroups(model);
  for (const group of groups) {
    const taken = group.suite && (await takeOver(toolResults(evidenceFolder, group), results, group));
    const cases = taken ? group.cases.filter((one) => one.kind !== 'check') : group.cases;
    for (const one of cases) writer.writeResult(resultOf(one, group, model, href));
  }
  const facts = Object.entries(environmentOf(model)).map(([name, value]) => [name, printable(value)]);
  writer.writeEnvironmentInfo(Object.fromEntries(facts) as Record<string, string>);
  return groups.reduce((sum, group) => sum + group.cases.length, 0);
}

function toolResults(evidenceFolder: string, group: CaseGroup): string {
  return join(evidenceFolder, group.suite?.folder ?? '', 'allure-results');
}

function environmentOf({ run, verdict }: RunReport): Record<string, string> {
  const { facts, target } = run;
  return {
    verdict,
    environment: facts.environment.name,
    target: target ? sayTarget(target) : whyNoTarget(run),
    suitesCommit: facts.git
      ? `${facts.git.commit}${facts.git.dirty ? ' with uncommitted changes' : ''}`
      : 'not a git checkout',
    stage: facts.stage ?? 'none',
    owner: facts.owner,
    seed: String(facts.seed),
    harness: facts.harness.version,
  };
}

/**
 * The history that the run before this one left, so that building a report again gives the same report. Runs are named by
 * their time, so the greatest name below this one is the run before.
 */
async function earlierHistory(folder: string): Promise<string> {
  const names = await readdir(dirname(folder)).catch(() => []);
  const before = names
    .filter((name) => name < basename(folder))
    .sort()
    .reverse();
  for (const name of before) {
    const file = join(dirname(folder), name, 'allure', HISTORY_FILE);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return `${text.trim().split('\n').slice(-LONGEST_HISTORY).join('\n')}\n`;
  }
  return '';
}
