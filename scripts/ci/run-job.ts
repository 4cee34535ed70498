import { appendFileSync, cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listRuns } from '../../evidence/store.ts';
import { EXIT } from '../../kernel/errors.ts';
import { EVIDENCE, REPORTS } from '../session/places.ts';
import { ROOT } from '../root.ts';
import { collect } from './collect.ts';
import { inTurn, type Turns } from './in-turn.ts';
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
  const turns = inTurn();
  let code: number = EXIT.pass;
  try {
    await fetchMissing(job.fetches, turns);
    for (const words of job.commands) {
      code = await turns.run(words);
      if (code !== EXIT.pass) break;
    }
    const newest = made().at(-1)?.id;
    if (newest !== undefined)
      for (const words of job.tells ?? [])
        await turns.run(words.map((word) => (word === RUN ? newest : word)));
  } finally {
    turns.end();
  }
  const summary = collect({ job: name, title: job.title, code, runs: made() }, { reports: REPORTS, folder });
  if (job.keeps.includes('baselines') && existsSync(join(EVIDENCE, 'baselines')))
    cpSync(join(EVIDENCE, 'baselines'), join(folder, 'baselines'), { recursive: true });
  const shown = process.env['GITHUB_STEP_SUMMARY'];
  if (shown !== undefined && shown !== '') appendFileSync(shown, `${summary}\n`);
  console.log(`${code === 0 ? '✓' : '✗'} ci ${name}: exit ${code}; ${folder}`);
  return code;
}

async function fetchMissing(fetched: Fetched | undefined, turns: Turns): Promise<void> {
  if (fetched === undefined || (process.env[fetched.variable] ?? '') !== '') return;
  const code = await turns.run(fetched.command);
  if (code === EXIT.pass) process.env[fetched.variable] = join(ROOT, fetched.folder);
  else console.error(`warning: ${fetched.variable} names nothing: it could not be fetched (exit ${code})`);
}
