import { ConfigError, EXIT } from '../../kernel/errors.ts';
import { quote } from '../terminal/quote.ts';
import { table } from '../terminal/table.ts';
import { isJob, JOBS, type Job } from './jobs.ts';
import { notGreen, workflowNamed } from './required.ts';
import { runJob } from './run-job.ts';
import { REQUIRED } from './workflows.ts';

interface Asked {
  readonly name: string | undefined;
  readonly of: string | undefined;
  readonly json: boolean | undefined;
}

/** `./harness ci`. Gives the exit code. */
export async function ciCommand({ name, of, json }: Asked): Promise<number> {
  if (name === undefined) {
    console.log(json ? JSON.stringify(JOBS) : sayJobs());
    return EXIT.pass;
  }
  if (name === REQUIRED) return sayGreen(of);
  if (of !== undefined)
    throw new ConfigError(`--of: got "${of}" for the job ${name}; only ${REQUIRED} is of a workflow`);
  if (isJob(name)) return runJob(name);
  throw new ConfigError(`ci: got "${name}"; known: ${[...Object.keys(JOBS), REQUIRED].join(', ')}`);
}

function sayJobs(): string {
  const rows = Object.entries<Job>(JOBS).map(([name, { commands, tells = [] }]) => [
    name,
    [...commands, ...tells].map((words) => words.map(quote).join(' ')).join('; '),
  ]);
  return table(['job', 'runs'], rows);
}

function sayGreen(of: string | undefined): number {
  const problems = notGreen(of === undefined ? undefined : workflowNamed(of), process.env['NEEDS']);
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? '✓ every job was green' : '✗ not every job was green');
  return problems.length === 0 ? EXIT.pass : EXIT.fail;
}
