import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listRuns } from '../../evidence/store.ts';
import { EXIT } from '../../kernel/errors.ts';
import { EVIDENCE, REPORTS } from '../session/places.ts';
import { quote } from '../terminal/quote.ts';
import { ROOT } from '../root.ts';
import { collect } from './collect.ts';
import { JOBS, RUN, type Fetched, type Job, type JobName } from './jobs.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

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
  await fetchMissing(job.fetches);
  const { code, isStopped } = await inOrder(job.commands);
  const newest = made().at(-1)?.id;
  if (newest !== undefined && !isStopped)
    for (const words of job.tells ?? [])
      await execute(words.map((word) => (word === RUN ? newest : word))).ended;
  const summary = collect({ job: name, title: job.title, code, runs: made() }, { reports: REPORTS, folder });
  if (job.keeps.includes('baselines') && existsSync(join(EVIDENCE, 'baselines')))
    cpSync(join(EVIDENCE, 'baselines'), join(folder, 'baselines'), { recursive: true });
  const shown = process.env['GITHUB_STEP_SUMMARY'];
  if (shown !== undefined && shown !== '') appendFileSync(shown, `${summary}\n`);
  console.log(`${code === 0 ? '✓' : '✗'} ci ${name}: exit ${code}; ${folder}`);
  return code;
}

async function fetchMissing(fetched: Fetched | undefined): Promise<void> {
  if (fetched === undefined || (process.env[fetched.variable] ?? '') !== '') return;
  const code = await execute(fetched.command).ended;
  if (code === 0) process.env[fetched.variable] = join(ROOT, fetched.folder);
  else console.error(`warning: ${fetched.variable} names nothing: it could not be fetched (exit ${code})`);
}

/** Until one does not exit with 0. A signal goes on to the one that runs, and no other is begun. */
async function inOrder(
  commands: readonly (readonly string[])[],
): Promise<{ readonly code: number; readonly isStopped: boolean }> {
  const heard = new AbortController();
  let current: Running | undefined;
  const pass = (signal: NodeJS.Signals) => {
    heard.abort();
    current?.signal(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  try {
    for (const words of commands) {
      current = execute(words);
      const code = await current.ended;
      const isStopped = heard.signal.aborted;
      if (code !== 0 || isStopped) return { code: code === 0 ? EXIT.unknown : code, isStopped };
    }
    return { code: EXIT.pass, isStopped: false };
  } finally {
    for (const signal of SIGNALS) process.off(signal, pass);
  }
}

interface Running {
  /** Its exit code; one that did not start, or that a signal ended, says nothing of the product: `unknown`. */
  readonly ended: Promise<number>;
  signal(signal: NodeJS.Signals): void;
}

/** In a group of its own, so that a Ctrl-C reaches it once: through us. */
function execute(words: readonly string[]): Running {
  console.log(`$ ${words.map(quote).join(' ')}`);
  const [program = '', ...args] = words;
  const isOurs = program === 'harness';
  // What is not ours finds its project by itself: tests make projects of their own.
  const { HARNESS_PROJECT, ...others } = process.env;
  const child = spawn(
    isOurs ? process.execPath : program,
    isOurs ? [...process.execArgv, process.argv[1] ?? '', ...args] : args,
    {
      cwd: ROOT,
      env: isOurs ? { ...others, HARNESS_PROJECT } : others,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    },
  );
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      console.error(`cannot start ${program}: ${error.message}`);
      resolve(EXIT.unknown);
    });
    child.once('exit', (code) => resolve(code ?? EXIT.unknown));
  });
  return {
    ended,
    signal: (signal) => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, signal);
    },
  };
}
