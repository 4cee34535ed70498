import { existsSync, statSync } from 'node:fs';
import { sayProblems } from '../../evidence/problem.ts';
import type { ReadRun } from '../../evidence/read-run.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { EXIT, InfraError } from '../../kernel/errors.ts';
import { exitCodeOf } from '../../kernel/verdict.ts';
import { sayMemory } from '../../reports/format.ts';
import { findRun } from '../session/find-run.ts';
import { judgeRun } from '../finish/judge-run.ts';
import { table } from '../terminal/table.ts';
import { readBaseline, type Baseline } from '../comparison/baseline.ts';
import { byBranch, inFile, ofBranch, type Choose } from '../comparison/choose.ts';
import { compareRun } from '../comparison/compare-run.ts';
import { loadSuites } from '../comparison/load-suites.ts';
import { baselineFiles, baselineFolder } from '../comparison/baseline-files.ts';
import { saveBaselines, type Saved } from '../comparison/save.ts';
import { sayComparison } from '../comparison/say-comparison.ts';
import { writeComparison } from '../comparison/write-comparison.ts';
import { joined, within } from '../../kernel/sentence.ts';

export interface FolderOption {
  readonly folder?: string;
  readonly json?: boolean;
}

export interface SaveOptions extends FolderOption {
  readonly branch?: string;
}

export interface CompareOptions extends FolderOption {
  readonly to?: string;
  readonly despiteMachine?: boolean;
}

/** `./harness baseline save`. The exit code: unknown when one of the suites could not be saved. */
export async function saveCommand(id: string, options: SaveOptions): Promise<number> {
  const run = findRun(id);
  const judged = await judgeRun(run);
  refuseChanged(run, judged.read);
  const folder = baselineFolder(options.folder);
  const saved = saveBaselines(judged, { folder, branch: options.branch });
  if (options.json) console.log(JSON.stringify(saved));
  else {
    for (const one of saved) console.log(saySaved(one));
    if (judged.decision.verdict === 'fail')
      console.log('warning: the run fails; its numbers are kept as they are');
  }
  return saved.some((one) => 'refused' in one) ? EXIT.unknown : EXIT.pass;
}

/** Nobody knows what was measured. */
function refuseChanged(run: RunFolder, { problems }: ReadRun): void {
  if (problems.length > 0) throw new InfraError(within(run.id, joined(sayProblems(problems, run), '. ')));
}

function saySaved(saved: Saved): string {
  if ('refused' in saved) return `${saved.suite}: not saved: ${saved.refused}`;
  const { suite, file, windows, replaced } = saved;
  const line = `${suite}: ${windows} windows saved to ${file}`;
  if (!replaced) return line;
  return `${line}, in place of run ${replaced.run} (${replaced.commit ?? 'no commit'}, ${replaced.date})`;
}

/** `./harness baseline compare`; also writes comparison.json beside the run's reports. The exit code says the verdict. */
export async function compareCommand(id: string, options: CompareOptions): Promise<number> {
  const run = findRun(id);
  const { record, read } = await judgeRun(run);
  refuseChanged(run, read);
  const evidences = loadSuites(read);
  if (evidences.length === 0)
    throw new InfraError(`${record.facts.id} has no load suite: nothing to compare`);
  const choose = choiceOf(options, record.facts.git?.branch);
  const despitePlace = options.despiteMachine ?? false;
  const comparison = compareRun({ record, evidences, choose, despitePlace, now: new Date() });
  const file = writeComparison(comparison);
  if (options.json) console.log(JSON.stringify(comparison));
  else console.log(`${sayComparison(comparison)}\n\n${file}`);
  return exitCodeOf(comparison.verdict);
}

/** A file is one that exists, or that is named like one. */
function choiceOf({ to, folder }: CompareOptions, branch: string | undefined): Choose {
  const where = baselineFolder(folder);
  if (to === undefined) return byBranch(where, branch);
  const isFile = to.endsWith('.json') || (existsSync(to) && statSync(to).isFile());
  return isFile ? inFile(to) : ofBranch(where, to);
}

/** `./harness baseline list`. */
export function listCommand(options: FolderOption): void {
  const folder = baselineFolder(options.folder);
  const all = baselineFiles(folder).map((file) => ({ file, baseline: readBaseline(file) }));
  if (options.json) {
    console.log(
      JSON.stringify(
        all.map(({ file, baseline: { series, ...facts } }) => ({
          file,
          ...facts,
          windows: series.windows.length,
        })),
      ),
    );
    return;
  }
  const head = ['branch', 'suite', 'run', 'commit', 'load', 'environment', 'windows', 'machine'];
  const rows = all.map(({ baseline }) => rowOf(baseline));
  console.log(
    rows.length === 0 ? `no baseline in ${folder}: ./harness baseline save makes one` : table(head, rows),
  );
}

function rowOf({ branch, suite, run, commit, load, environment, series, machine }: Baseline): string[] {
  const { profile = 'its own', scale } = load;
  const shrunk = scale.time === 1 && scale.rate === 1 ? '' : ` (time × ${scale.time}, rate × ${scale.rate})`;
  const place = `${machine.cores} cores, ${sayMemory(machine.memoryMb)}`;
  const windows = String(series.windows.length);
  return [branch, suite, run, commit ?? '', `${profile}${shrunk}`, environment, windows, place];
}
