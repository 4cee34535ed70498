import { expect, test } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { STAGES } from '../../kernel/suite.ts';
import { loadConfig } from '../finish/config.ts';
import { refusal } from '../quality/testing/refusal.ts';
import { JOBS, RUN, type Job } from './jobs.ts';

const jobs = Object.entries<Job>(JOBS);

test.each(jobs)('%s: what it runs would be taken', async (_, { commands, tells = [] }) => {
  expect(commands).not.toEqual([]);
  for (const [program, ...words] of [...commands, ...tells])
    if (program === 'harness') expect(await refusal(words, true), words.join(' ')).toBeUndefined();
    else expect(Object.keys(pkg.scripts), words.join(' ')).toContain(words.at(-1));
});

test('a job that is called like a stage runs all of it, and a policy says what that must show', async () => {
  const { stages } = await loadConfig();
  const ofStages = jobs.filter(([name]) => STAGES.includes(name));
  expect(ofStages.map(([name]) => name).toSorted()).toEqual(STAGES.toSorted());
  for (const [stage, { commands, environment }] of ofStages) {
    const place = environment === undefined ? [] : ['--env', environment];
    expect(commands).toEqual([['harness', 'run', '--stage', stage, ...place]]);
    expect(stages[stage], stage).toBeDefined();
  }
});

test('only what does not decide is told of a run', () => {
  for (const [name, { commands, tells = [] }] of jobs) {
    expect(commands.flat(), name).not.toContain(RUN);
    for (const words of tells) expect(words, name).toContain(RUN);
  }
});
