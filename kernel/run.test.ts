import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Engine, Needs, SuiteRun } from './engine.ts';
import { environmentSchema } from './environment.ts';
import type { Check, SuiteStart } from './evidence.ts';
import { USUAL_LOAD } from './load-settings.ts';
import type { PlannedSuite } from './plan.ts';
import { runSuites, startTarget, type TargetRun } from './run.ts';
import type { RunEvent } from './run-journal.ts';
import type { SuiteRecording } from './run-ports.ts';
import type { Scope } from './scope.ts';
import { sampleSuite } from './testing/samples.ts';
import type { RunningTarget, Target } from './target.ts';

let work: string;
let events: RunEvent[];
let starts: SuiteStart[];
let ran: SuiteRun<unknown, Needs>[];
let lines: string[];
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'run-test-'));
  [events, starts, ran, lines] = [[], [], [], []];
});
afterEach(() => rmSync(work, { recursive: true }));

const environment = environmentSchema.parse({
  name: 'here',
  title: 'T',
  owner: 'o',
  target: 'system',
  allows: [],
  thresholds: { 'rate.max': 5 },
});

function planned(name: `${string}/${string}`, needs?: Needs): PlannedSuite {
  const engine: Engine = {
    name: 'tool',
    kinds: ['e2e'],
    ...(needs && { needs }),
    tools: [],
    metrics: [],
    parse: (options) => options,
    unavailable: () => Promise.resolve(undefined),
    run: (suiteRun) => Promise.resolve(void ran.push(suiteRun)),
  };
  const suite = sampleSuite({ name });
  return { suite, engine, options: {}, folder: work, file: 'x', toolKind: 'e2e', adHoc: false };
}

const up: RunningTarget = {
  name: 'system',
  version: '1',
  commit: undefined,
  urls: { web: 'http://127.0.0.1:9' },
  tenants: [{ name: 'tenant-a', accounts: {} }],
  links: {},
  linksUnavailable: { what: 'none here' },
  health: () => Promise.resolve({ id: 'health', outcome: 'passed', durationMs: 0, proves: [], attempt: 1 }),
  logs: [],
};

async function runAll(suites: readonly PlannedSuite[], start: Target['start']): Promise<void> {
  const scope = { child: () => scope, close: () => Promise.resolve([]) } as unknown as Scope;
  const recording = {
    drain: () => Promise.resolve(),
    end: () => Promise.resolve('hash'),
  } as unknown as SuiteRecording;
  const run: TargetRun = {
    id: 'run-1',
    definitions: { kinds: [], suites: [], engines: [], environments: [], targets: [] },
    plan: { environment, planned: suites, skipped: [] },
    load: USUAL_LOAD,
    seed: 7,
    target: { name: 'system', tools: [], start },
    store: {
      event: (event) => void events.push(event),
      openSuite: (suite) => {
        starts.push(suite);
        return recording;
      },
      keepLog: () => Promise.resolve(),
      secret: () => undefined,
    },
    scope,
    tools: { find: () => Promise.resolve({ missing: { what: 'no tool here' } }) },
    progress: {
      line: (text) => void lines.push(text),
      suiteStarted: () => undefined,
      suiteEnded: () => undefined,
    },
    work,
    interrupted: new AbortController().signal,
    recoversWithinMs: 0,
  };
  await runSuites(run, await startTarget(run));
}

const problems = () => events.filter(({ type }) => type === 'trouble');

it('is up after some time where it was started; of one that runs elsewhere nobody knows yet', async () => {
  await runAll([planned('e2e/login')], () => Promise.resolve(up));
  expect(lines).toEqual([expect.stringMatching(/^target system 1 is up in \d\.\d s: web http:/)]);
  await runAll([planned('e2e/login')], () => Promise.resolve({ ...up, elsewhere: true }));
  expect(lines[1]).toBe('target system 1 runs elsewhere, and was not asked yet: web http://127.0.0.1:9');
  const told = events.flatMap((event) => (event.type === 'target-up' ? [event.data.elsewhere] : []));
  expect(told).toEqual([undefined, true]);
});

it('asks a target once more after the last suite; what a tool starts itself is gone by then', async () => {
  let asked = 0;
  const elsewhere: RunningTarget = {
    ...up,
    elsewhere: true,
    health: (signal) => ((asked += 1), up.health(signal)),
  };
  await runAll([planned('e2e/login')], () => Promise.resolve(elsewhere));
  const once = asked;
  const one = planned('e2e/plain');
  const starting = { ...one, engine: { ...one.engine, mayStartTarget: () => true } };
  await runAll([starting], () => Promise.resolve(elsewhere));
  expect([once, asked - once]).toEqual([2, 1]);
  expect(problems()).toEqual([]);
});

it('a target that its last suite broke is a problem of the run', async () => {
  const ill: Check = {
    id: 'health',
    outcome: 'failed',
    durationMs: 0,
    proves: [],
    attempt: 1,
    detail: 'gone',
  };
  const answers = [up.health(new AbortController().signal), Promise.resolve(ill)];
  const health = () => answers.shift() ?? Promise.resolve(ill);
  const broken: RunningTarget = { ...up, health };
  await runAll([planned('e2e/login')], () => Promise.resolve(broken));
  expect(ran).toHaveLength(1);
  expect(problems()).toMatchObject([
    { data: { what: 'the target is not healthy after the last suite: gone.' } },
  ]);
});

it('starts no target where no suite needs one, and gives none to it', async () => {
  let started = 0;
  await runAll([planned('e2e/lockfile', 'source'), planned('e2e/notes', 'nothing')], () => {
    started += 1;
    return Promise.resolve(up);
  });
  expect(started).toBe(0);
  expect(ran.map(({ suite }) => suite.name)).toEqual(['e2e/lockfile', 'e2e/notes']);
  expect(ran.map(({ target, tenant }) => [target, tenant])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
  const names = ran.flatMap(({ variables }) => Object.keys(variables));
  expect(names.filter((name) => /URL|TENANT|USERNAME/.test(name))).toEqual([]);
  expect(ran[0]?.variables).toMatchObject({ TARGET_LIMIT_RATE_MAX: '5', HARNESS_SEED: '7' });
  expect(starts.map((start) => start.target)).toEqual([undefined, undefined]);
  expect(problems()).toEqual([]);
});

it('starts it for those that need it, and lends only them a tenant', async () => {
  await runAll([planned('e2e/login'), planned('e2e/lockfile', 'source')], () => Promise.resolve(up));
  const tenants = new Map(ran.map(({ suite, tenant }) => [suite.name, tenant?.name]));
  expect(tenants).toEqual(
    new Map([
      ['e2e/login', 'tenant-a'],
      ['e2e/lockfile', undefined],
    ]),
  );
  const login = ran.find(({ suite }) => suite.name === 'e2e/login');
  expect(login?.variables).toMatchObject({ BASE_URL: 'http://127.0.0.1:9', TARGET_TENANT: 'tenant-a' });
  const targets = new Map(starts.map(({ suite, target }) => [suite.name, target?.name]));
  expect(targets).toEqual(
    new Map([
      ['e2e/login', 'system'],
      ['e2e/lockfile', undefined],
    ]),
  );
});

it('runs what needs no target where the target does not start, and says so of the others', async () => {
  await runAll([planned('e2e/login'), planned('e2e/lockfile', 'image')], () =>
    Promise.reject(new Error('no Postgres')),
  );
  expect(ran.map(({ suite }) => suite.name)).toEqual(['e2e/lockfile']);
  expect(problems()).toMatchObject([{ data: { what: 'the target system did not start: no Postgres' } }]);
});
