import {
  cpSync,
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ListedRun } from '../../evidence/store.ts';

/** Where runs leave things, and where a job gathers them. */
export interface Places {
  readonly reports: string;
  /** Emptied when the job begins: what lies there is of this job alone. */
  readonly folder: string;
}

export interface Outcome {
  readonly job: string;
  readonly title: string;
  readonly code: number;
  /** Those that the job made, the oldest first. */
  readonly runs: readonly Pick<ListedRun, 'id' | 'folder' | 'run' | 'problem'>[];
}

/** Gathers what a job's runs left, so that a service finds it where it is told to, and gives the job's summary in Markdown. */
export function collect(outcome: Outcome, { reports, folder }: Places): string {
  const many = outcome.runs.length > 1;
  for (const { id, folder: evidence } of outcome.runs) {
    const report = join(reports, 'runs', id);
    gather(evidence, join(folder, 'evidence', id));
    gather(report, join(folder, 'runs', id), 'allure');
    gather(join(report, 'allure'), join(folder, 'allure', id));
    gather(join(report, 'junit.xml'), join(folder, many ? `junit-${id}.xml` : 'junit.xml'));
    // Two suites may each have one of a name.
    for (const file of globSync('**/*.sarif', { cwd: evidence }))
      gather(
        join(evidence, file),
        join(folder, 'sarif', `${many ? `${id}-` : ''}${file.replaceAll('/', '-')}`),
      );
  }
  const summary = summaryOf(outcome, reports);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'summary.md'), summary);
  return summary;
}

/** What is sealed never changes, so a second name costs nothing; a copy where the file system has no links. */
function gather(from: string, to: string, but?: string): void {
  if (!existsSync(from)) return;
  rmSync(to, { recursive: true, force: true });
  const names = globSync('**/*', { cwd: from, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(from.length));
  for (const name of names.length === 0 ? [''] : names) {
    if (but !== undefined && name.startsWith(`/${but}/`)) continue;
    mkdirSync(dirname(join(to, name)), { recursive: true });
    try {
      linkSync(join(from, name), join(to, name));
    } catch {
      cpSync(join(from, name), join(to, name), { recursive: true });
    }
  }
}

function summaryOf({ job, title, code, runs }: Outcome, reports: string): string {
  const mark = code === 0 ? '✓' : '✗';
  const head = `## ${mark} ${job}: ${title} (exit ${code})\n\nThe same on any machine: \`harness ci ${job}\`\n`;
  if (runs.length === 0) return `${head}\nIt made no run: there is no evidence of it.\n`;
  return [head, ...runs.map((run) => summaryOfRun(run, reports))].join('\n');
}

function summaryOfRun({ id, problem }: Outcome['runs'][number], reports: string): string {
  try {
    return readFileSync(join(reports, 'runs', id, 'summary.md'), 'utf8');
  } catch {
    return `${id}: there is no summary${problem === undefined ? '' : `, and its run.json cannot be read`}.\n`;
  }
}
