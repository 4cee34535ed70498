import { describe, expect, it } from 'vitest';
import { judgeTogether, type RunIdentity } from './judge-together.ts';

const SOAK: RunIdentity = {
  id: 'soak',
  environment: { name: 'staging', target: 'remote' },
  stage: 'soak',
  whole: true,
  endedAt: '2026-11-25T12:00:00Z',
  target: { version: '1.0.0', commit: 'c1' },
  git: { commit: 'g1', dirty: false },
};
const PR: RunIdentity = { ...SOAK, id: 'pr', stage: 'pr', endedAt: '2026-12-01T09:00:00Z' };
const demands = {
  environment: 'staging',
  phase: undefined,
  policy: { fresh: [{ stage: 'soak' as const, days: 7 }] },
  now: new Date('2026-12-01T12:00:00Z'),
};
const said = (runs: readonly RunIdentity[], more: Partial<typeof demands> = {}) =>
  judgeTogether(runs, { ...demands, ...more }).map(
    ({ verdict, run, what, observed }) => `${verdict} ${run}: ${what}: ${observed}`,
  );

it('has nothing against the soak of last week and the pr of today, of one version and commit', () => {
  expect(said([PR, SOAK])).toEqual([]);
});

it('lets the checkout of the suites move on where each run tells the commit of the target', () => {
  expect(said([PR, { ...SOAK, git: { commit: 'g0', dirty: true } }])).toEqual([]);
});

const untold = { version: '1.0.0' };
it.each<[string, RunIdentity[], string[]]>([
  [
    'a soak of before last week',
    [PR, { ...SOAK, endedAt: '2026-11-24T11:00:00Z' }],
    ['unknown soak: the run is too old: it ended 7.0 days ago'],
  ],
  [
    'a pr of yesterday but one',
    [{ ...PR, endedAt: '2026-11-30T09:00:00Z' }],
    ['unknown pr: the run is too old: it ended 1.1 days ago'],
  ],
  [
    'a part of a soak of last week',
    [PR, { ...SOAK, whole: undefined }],
    ['unknown soak: the run is too old: it ended 6.0 days ago'],
  ],
  [
    'a run of tomorrow',
    [{ ...PR, endedAt: '2026-12-02T12:00:00Z' }],
    ['unknown pr: the run ended after the time that it is judged at: it ended on 2026-12-02T12:00:00Z'],
  ],
  [
    'a run of no time',
    [{ ...PR, endedAt: undefined }],
    ['unknown pr: the run is too old: nobody knows when it ended'],
  ],
  [
    'another environment',
    [PR, { ...SOAK, environment: { name: 'prod', target: 'remote' } }],
    ['unknown soak: the run is of another environment: prod'],
  ],
  [
    'another target',
    [PR, { ...SOAK, environment: { name: 'staging', target: 'shop' } }],
    ['unknown soak: the runs are of different targets: shop'],
  ],
  [
    'another milestone',
    [PR, { ...SOAK, phase: 'security' }],
    ['unknown soak: the run is for another milestone: security'],
  ],
  [
    'another version',
    [PR, { ...SOAK, target: { version: '0.9.0', commit: 'c1' } }],
    ['unknown soak: the runs are of different versions of the target: 0.9.0'],
  ],
  [
    'a version that nobody knows',
    [{ ...PR, target: { version: 'unknown', commit: 'c1' } }],
    ['unknown pr: the run does not tell which version of the target it tested: undefined'],
  ],
  [
    'another commit',
    [PR, { ...SOAK, target: { version: '1.0.0', commit: 'c0' } }],
    ['unknown soak: the runs are of different commits of the target: c0'],
  ],
  [
    'a commit that only one tells',
    [PR, { ...SOAK, target: untold }],
    ['unknown soak: the runs are of different commits of the target: none told'],
  ],
  [
    'suites of another commit, where no run tells that of the target',
    [
      { ...PR, target: untold },
      { ...SOAK, target: untold, git: { commit: 'g0', dirty: false } },
    ],
    ['unknown soak: the runs are of different commits of the checkout: g0'],
  ],
  [
    'scans of the source at another commit',
    [PR, { ...SOAK, target: undefined, git: { commit: 'g0', dirty: false } }],
    ['unknown soak: the runs are of different commits of the checkout: g0'],
  ],
  [
    'a checkout that was edited',
    [{ ...PR, target: untold, git: { commit: 'g1', dirty: true } }],
    [
      'unknown pr: the run was of a checkout with uncommitted changes: its commit does not say what was tested: g1',
    ],
  ],
  [
    'no commit at all',
    [{ ...PR, target: untold, git: undefined }],
    ['unknown pr: the run does not tell which commit it tested: undefined'],
  ],
])('%s is named', (_, runs, expected) => {
  expect(said(runs)).toEqual(expected);
});

it('the policy says how long ago a run of no stage of its own may have ended', () => {
  const older = { ...PR, endedAt: '2026-11-29T12:00:00Z' };
  expect(said([older], { policy: { ...demands.policy, days: 2 } as never })).toEqual([]);
});

describe('what was imported', () => {
  const imported = (more: object = {}) => ({
    ...{
      id: 'unit',
      environment: PR.environment,
      endedAt: PR.endedAt,
      git: { commit: '1a2b3c4', dirty: false },
    },
    imported: { as: 'unit', madeAt: '2026-12-01T08:00:00Z', commit: '1a2b3c4d', ...more },
  });
  const tested = { ...PR, target: { version: '1.0.0', commit: '1A2B3C4' } };

  it('counts beside runs of the same commit, also for a milestone, and where nobody tells that of the target', () => {
    expect(said([tested, imported()])).toEqual([]);
    expect(said([imported(), { ...tested, phase: 'security' }], { phase: 'security' as never })).toEqual([]);
    const bare = { ...PR, target: undefined, git: { commit: '1a2b3c4', dirty: false } };
    expect(said([imported(), bare])).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      'of another commit',
      { commit: 'abcdef01' },
      'unknown unit: the imported unit is of another commit than what was tested: abcdef01',
    ],
    [
      'of yesterday but one',
      { madeAt: '2026-11-29T12:00:00Z' },
      'unknown unit: the imported unit is too old: it was made 2.0 days ago',
    ],
    [
      'of tomorrow',
      { madeAt: '2026-12-02T12:00:00Z' },
      'unknown unit: the run ended after the time that it is judged at: it was made on 2026-12-02T12:00:00Z',
    ],
  ])('and is %s is named', (_, more, expected) => expect(said([tested, imported(more)])).toEqual([expected]));

  it('may be as old as the policy says of it', () => {
    const old = imported({ as: 'pentest', madeAt: '2026-10-01T12:00:00Z' });
    const policy = (days: number) => ({ policy: { imports: { pentest: days } } as never });
    expect(said([tested, old], policy(90))).toEqual([]);
    expect(said([tested, old], policy(30))).toHaveLength(1);
  });

  it('is held to the first of it where nothing was tested, and is unknown', () => {
    expect(said([imported(), imported({ commit: 'abcdef01' })])).toEqual([
      expect.stringMatching(/^unknown .*all runs are of imported evidence/),
      expect.stringMatching(/is of another commit than what was tested: abcdef01$/),
    ]);
  });
});
