import { appendFileSync, cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listRuns } from '../../evidence/store.ts';
import { EXIT } from '../../kernel/errors.ts';
import { EVIDENCE, REPORTS } from '../session/places.ts';
import { ROOT } from '../root.ts';
import { InTurn, type Program } from '../terminal/in-turn.ts';
import { quote } from '../terminal/quote.ts';
import { collect } from './collect.ts';
import { JOBS, RUN, type Fetched, type Job, type JobName } from './jobs.ts';

/** `./harness ci <job>`: its commands, then what its runs left gathered in `reports/ci/<job>`. Gives the exit code of what failed. */
export async function runJob(name: JobName): Promise<number> {
  const job: Job = JOBS[name];
  const folder = join(REPORTS, 'ci', name);
  rmSync(folder, { recursive: true, force: true });
  const before = new Set(listRuns(EVIDENCE).map(({ id }) => id));
  const made = () =>
    listRuns(EVIDENCE, before)
      .filter(({ run }) => run?.detection === undefined)
      .toReversed();
  using inTurn = new InTurn();
  const run = (words: readonly string[]) => {
    if (!inTurn.stopped) console.log(`$ ${words.map(quote).join(' ')}`);
    return inTurn.run(programOf(words));
  };
  await fetchMissing(job.fetches, run);
  const ended = await firstFailure(job.commands, run);
  // Whatever was done until then: somebody wanted no more of it.
  const code = inTurn.stopped && ended === EXIT.pass ? EXIT.unknown : ended;
  const newest = made().at(-1)?.id;
  if (newest !== undefined)
    for (const words of job.tells ?? []) await run(words.map((word) => (word === RUN ? newest : word)));
  const summary = collect({ job: name, title: job.title, code, runs: made() }, { reports: REPORTS, folder });
  if (job.keeps.includes('baselines') && existsSync(join(EVIDENCE, 'baselines')))
    cpSync(join(EVIDENCE, 'baselines'), join(folder, 'baselines'), { recursive: true });
  const shown = process.env['GITHUB_STEP_SUMMARY'];
  if (shown !== undefined && shown !== '') appendFileSync(shown, `${summary}\n`);
  console.log(`${code === 0 ? '✓' : '✗'} ci ${name}: exit ${code}; ${folder}`);
  return code;
}

type Run = (words: readonly string[]) => Promise<number>;

async function fetchMissing(fetched: Fetched | undefined, run: Run): Promise<void> {
  if (fetched === undefined || (process.env[fetched.variable] ?? '') !== '') return;
  const code = await run(fetched.command);
  if (code === EXIT.pass) process.env[fetched.variable] = join(ROOT, fetched.folder);
  else console.error(`warning: ${fetched.variable} names nothing: it could not be fetched (exit ${code})`);
}

/** Until one does not exit with 0. */
async function firstFailure(commands: Job['commands'], run: Run): Promise<number> {
  for (const words of commands) {
    const code = await run(words);
    if (code !== EXIT.pass) return code;
  }
  return EXIT.pass;
}

function programOf([program = '', ...args]: readonly string[]): Program {
  // What is not ours finds its project by itself: tests make projects of their own.
  const { HARNESS_PROJECT, ...others } = process.env;
  if (program !== 'harness') return { program, args, cwd: ROOT, env: others };
  const words = [...process.execArgv, process.argv[1] ?? '', ...args];
  return { program: process.execPath, args: words, cwd: ROOT, env: { ...others, HARNESS_PROJECT } };
}
