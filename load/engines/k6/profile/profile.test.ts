import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentSchema } from '../../../../kernel/environment.ts';
import { suiteRunForTest } from '../../../../fixtures/testing/suite-run.ts';
import type { K6Options } from '../options.ts';
import { chooseProfile } from './choose.ts';
import { offeredStages } from './offered-stages.ts';
import { durationMs, profileSchema, readProfile, type Profile } from './profile.ts';
import { scaled } from './scale.ts';

const MINUTE_MS = 60_000;
const profileOf = (scenario: Profile['scenarios'][string]): Profile => ({
  scenarios: { main: scenario },
  ext: { harness: { title: 'T', judged: 'as a whole' } },
});

describe('the profiles of this repository', () => {
  const names = readdirSync(resolve(import.meta.dirname, '../../../profiles')).map(
    (file) => file.split('.')[0] ?? '',
  );

  it.each(names)('%s can be read, and offers something over time', (name) => {
    const profile = readProfile(name);
    expect(durationMs(profile)).toBeGreaterThanOrEqual(MINUTE_MS);
    expect(offeredStages(profile.scenarios)[0]?.stages.length).toBeGreaterThan(0);
  });

  it('are what their users expect of the names', () => {
    const stagesOf = (name: string) => offeredStages(readProfile(name).scenarios)[0]?.stages ?? [];
    const targets = (name: string) => stagesOf(name).map(({ target }) => target);
    expect(durationMs(readProfile('smoke'))).toBe(MINUTE_MS);
    expect([Math.min(...targets('stress')), Math.max(...targets('stress'))]).toEqual([50, 200]);
    expect(stagesOf('ramp').find(({ from, target }) => from === 1000 && target === 1000)).toMatchObject({
      fromMs: 10 * MINUTE_MS,
      untilMs: 40 * MINUTE_MS,
    });
    const rises = stagesOf('spike').filter(({ from, target }) => from === 1 && target === 2000);
    expect(rises.length).toBeGreaterThan(1);
    expect(rises.every(({ fromMs, untilMs }) => untilMs - fromMs < MINUTE_MS)).toBe(true);
    expect(durationMs(readProfile('soak'))).toBeGreaterThanOrEqual(24 * 60 * MINUTE_MS);
  });

  it.each([
    ['stress', 'each step'],
    ['ramp', 'each step'],
    ['spike', 'each step'],
    ['knee', 'by step'],
    ['soak', 'as a whole'],
  ])('%s is judged %s', (name, judged) => expect(readProfile(name).ext.harness.judged).toBe(judged));

  it('of older days may say `each level`', () => {
    const old = {
      scenarios: { main: { executor: 'x' } },
      ext: { harness: { title: 'T', judged: 'each level' } },
    };
    expect(profileSchema.parse(old).ext.harness.judged).toBe('each step');
  });

  it('that do not exist are named', () => {
    expect(() => readProfile('storm')).toThrow('load/profiles/storm.profile.json does not exist');
  });
});

describe('a shrunk profile', () => {
  it('takes less time at lower rates, which stay exact when they are no whole numbers a second', () => {
    const profile = profileOf({ executor: 'constant-arrival-rate', rate: 7, duration: '1h', maxVUs: 100 });
    const { main } = scaled(profile, { time: 0.01, rate: 0.1 }).scenarios;
    expect(main).toMatchObject({ duration: '36000ms', rate: 42, timeUnit: '60000ms', maxVUs: 100 });
    expect(offeredStages({ main: main ?? { executor: '' } })[0]?.stages).toEqual([
      { fromMs: 0, untilMs: 36_000, from: 0.7, target: 0.7 },
    ]);
  });

  it('has fewer users, but never none where there were some', () => {
    const stages = [
      { duration: '50s', target: 2000 },
      { duration: '10s', target: 5 },
      { duration: '10s', target: 0 },
    ];
    const { main } = scaled(profileOf({ executor: 'ramping-vus', startVUs: 1, stages }), {
      time: 0.5,
      rate: 0.05,
    }).scenarios;
    expect(main?.startVUs).toBe(1);
    expect(main?.stages).toEqual([
      { duration: '25000ms', target: 100 },
      { duration: '5000ms', target: 1 },
      { duration: '5000ms', target: 0 },
    ]);
  });

  it('at a scale of 1 is the profile itself', () => {
    const profile = readProfile('stress');
    expect(scaled(profile, { time: 1, rate: 1 })).toBe(profile);
  });
});

describe('the profile of a run', () => {
  const environment = environmentSchema.parse({
    name: 'here',
    title: 'T',
    owner: 'o',
    target: 't',
    allows: ['load'],
    loadScale: { stress: { time: 0.5 } },
  });
  const choose = async (options: Partial<K6Options>, load: object, adHoc = false) => {
    await using run = suiteRunForTest({ environment, adHoc, options: {} });
    return chooseProfile({ ...run, options: options as K6Options, load: { workers: 1, ...load } });
  };

  it('is the suite’s own, else for a plain script the command line’s', async () => {
    expect((await choose({ profile: 'stress' }, { profile: 'soak' }))?.name).toBe('stress');
    expect((await choose({}, { profile: 'soak' }, true))?.name).toBe('soak');
    expect(await choose({}, { profile: 'soak' })).toBeUndefined();
  });

  it('is shrunk as the command line says, else as the environment does', async () => {
    expect((await choose({ profile: 'stress' }, {}))?.scale).toEqual({ time: 0.5, rate: 1 });
    const flags = { timeScale: 0.1, rateScale: 0.2 };
    expect((await choose({ profile: 'stress' }, flags))?.scale).toEqual({ time: 0.1, rate: 0.2 });
    expect((await choose({ profile: 'soak' }, {}))?.scale).toEqual({ time: 1, rate: 1 });
  });
});
