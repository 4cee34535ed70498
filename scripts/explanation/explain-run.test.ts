import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { RunFolder } from '../../evidence/store.ts';
import { OLD_RUNS } from '../../evidence/testing/old-runs.ts';
import { sampleThreshold } from '../../kernel/testing/samples.ts';
import { judgeRun } from '../finish/judge-run.ts';
import { makeRun, type MadeRun } from '../gate/testing/made-run.ts';
import { findRun } from '../session/find-run.ts';
import { explainRun, type Explanation } from './explain-run.ts';
import type { Point } from './point.ts';
import { sayExplanation } from './say-explanation.ts';

const root = mkdtempSync(join(tmpdir(), 'explain-'));
afterAll(() => rmSync(root, { recursive: true }));

let made = 0;

async function explained(
  run: Omit<MadeRun, 'root' | 'id'>,
  ...elsewhere: [Parameters<typeof explainRun>[1]?]
) {
  const folder = makeRun({
    root,
    id: `20261130_1000_main_1a2b3c4_${String(made++).padStart(4, '0')}`,
    ...run,
  });
  return { folder, said: explainRun(await judgeRun(folder, undefined, { waivers: [] }), elsewhere[0]) };
}

/** The event that a proof points at. */
function eventsAt(
  { folder }: RunFolder,
  { proof }: Point,
): { type: string; data: Record<string, unknown> }[] {
  return proof.map(({ file, line }) => {
    const text = readFileSync(join(folder, file), 'utf8').split('\n')[(line ?? 0) - 1];
    return JSON.parse(text ?? '') as { type: string; data: Record<string, unknown> };
  });
}

function pointOn({ decides }: Explanation, says: RegExp): Point {
  const found = decides.find((point) => says.test(point.says));
  if (found === undefined) throw new Error(`none of: ${decides.map((point) => point.says).join(' | ')}`);
  return found;
}

it('proves a failure by the line of its check, and a limit by that of its metric', async () => {
  const { folder, said } = await explained({
    suites: [
      {
        name: 'e2e/shop',
        checks: [{ id: 'buys' }, { id: 'pays', outcome: 'failed', detail: 'Expected: 1\nReceived: 2' }],
        thresholds: [sampleThreshold()],
        metrics: [
          { name: 'api.p95', value: 200, unit: 'ms', samples: 20 },
          { name: 'api.p95', value: 900, unit: 'ms', samples: 20 },
        ],
      },
    ],
  });
  const check = pointOn(said, /pays/);
  expect(check).toMatchObject({ verdict: 'fail', says: 'e2e/shop: "pays" failed: Expected: 1 Received: 2' });
  expect(eventsAt(folder, check)).toMatchObject([{ type: 'check', data: { id: 'pays', outcome: 'failed' } }]);
  const limit = pointOn(said, /api\.p95/);
  expect(eventsAt(folder, limit)).toMatchObject([{ type: 'metric', data: { value: 900 } }]);
  expect(said.repeat).toBe('./harness run --stage pr --env staging');
  expect(said.notShown).toEqual([]);
});

it('proves by the attempt that decides', async () => {
  const { folder, said } = await explained({
    suites: [
      {
        name: 'e2e/shop',
        checks: [
          { id: 'buys', outcome: 'failed', attempt: 2 },
          { id: 'buys', outcome: 'failed', attempt: 1 },
        ],
        expects: 1,
      },
    ],
  });
  expect(eventsAt(folder, pointOn(said, /buys/))).toMatchObject([{ data: { attempt: 2 } }]);
});

it('says of a killed run that it was, and how each suite ended, by lines that say so', async () => {
  const { folder, said } = await explained({
    suites: [{ name: 'e2e/shop', ending: 'interrupted' }],
    killed: true,
    unsealed: true,
  });
  expect(said.verdict).toBe('unknown');
  expect(eventsAt(folder, pointOn(said, /the run was interrupted before its target/))).toMatchObject([
    { type: 'suite-sealed' },
  ]);
  expect(eventsAt(folder, pointOn(said, /e2e\/shop: the run was interrupted/))).toMatchObject([
    { type: 'end', data: { ending: 'interrupted' } },
  ]);
  expect(pointOn(said, /not sealed/).next).toContain('./harness heal');
});

it('says first what went wrong with the run, and that no suite ran only follows', async () => {
  const root = mkdtempSync(join(tmpdir(), 'explain-'));
  const run = { root, id: '20261130_1000_main_1a2b3c4_9999', suites: [{ name: 'e2e/shop' as const }] };
  const folder = makeRun({ ...run, problem: 'the target did not start' });
  const judged = await judgeRun(folder, undefined, { waivers: [] });
  const read = { ...judged.read, suites: [] };
  const reasons = [
    {
      verdict: 'unknown' as const,
      suite: 'e2e/shop',
      what: 'the suite was planned but never ran',
      proves: [],
    },
    { verdict: 'unknown' as const, what: 'the target did not start', proves: [] },
  ];
  const said = explainRun(
    { ...judged, read, decision: { ...judged.decision, reasons, verdict: 'unknown' } },
    undefined,
  );
  expect(said.decides.map(({ says }) => says)).toEqual(['the target did not start']);
  expect(eventsAt(folder, pointOn(said, /target/))).toMatchObject([{ type: 'trouble' }]);
  expect(said.follows.map(({ says }) => says)).toEqual(['e2e/shop: the suite was planned but never ran']);
  rmSync(root, { recursive: true });
});

const ASPECTS = ['FUN-01/a', 'FUN-01/b', 'FUN-02/c'].map((reference) => ({
  reference,
  says: reference,
  by: 'suite' as const,
}));

it('says once what is unproven for one cause, and apart what only follows', async () => {
  const { folder, said } = await explained({
    suites: [{ name: 'e2e/shop', checks: [{ id: 'buys', proves: ['FUN-02/c'] }], expects: 2 }],
    policy: { mustProve: ['FUN-01', 'FUN-02'] },
    demanded: ASPECTS,
  });
  const bare = pointOn(said, /2 aspects are demanded/);
  expect(bare.says).toContain('nothing in this run carries it: FUN-01/a, FUN-01/b');
  expect(eventsAt(folder, bare)).toMatchObject([{ type: 'planned' }]);
  expect(said.follows).toMatchObject([
    { verdict: 'unknown', says: expect.stringContaining('FUN-02/c') as string },
  ]);
  expect(said.decides.some(({ says }) => says.includes('FUN-02/c'))).toBe(false);
});

it('says of a run that passed what it showed, and what it did not look at', async () => {
  const { folder, said } = await explained(
    {
      facts: { whole: false, stage: 'pr' },
      suites: [{ name: 'e2e/shop', checks: [{ id: 'buys', proves: ['FUN-02/c'] }, { id: 'pays', outcome: 'skipped' }], expects: 1 }], // prettier-ignore
      policy: {},
    },
    { stage: 'release', aspects: ASPECTS, notApplicable: {} },
  );
  expect(said.verdict).toBe('pass');
  expect(said.holds).toMatchObject([{ says: 'e2e/shop: 1 check passed' }]);
  expect(said.holds.flatMap((point) => eventsAt(folder, point))).toMatchObject([{ type: 'end' }]);
  expect(said.notShown.map(({ says }) => says)).toEqual([
    'it was a part of stage pr, so no policy of a stage was asked',
    'e2e/shop: 1 check skipped: pays',
    'stage release demands 2 aspects that this run did not look at: FUN-01/a, FUN-01/b',
  ]);
});

it('proposes to declare as many checks as ran, for what is not declared can go missing', async () => {
  const said = async (expects: number) =>
    (await explained({ suites: [{ name: 'e2e/shop', checks: [{ id: 'a' }, { id: 'b' }], expects }] })).said
      .notShown;
  expect(await said(2)).toEqual([]);
  expect(await said(1)).toMatchObject([
    {
      says: 'e2e/shop: 2 checks ran and it declares 1: 1 could go missing unnoticed',
      next: 'expects: { checks: 2 } in e2e/shop.suite.ts, where as many run everywhere',
    },
  ]);
});

it('says of demands that do not apply that nobody looked at them', async () => {
  const { said } = await explained({
    suites: [{ name: 'e2e/shop' }],
    policy: { mustProve: ['FUN-01'] },
    demanded: ASPECTS.slice(0, 2),
    notApplicable: { 'FUN-01': 'it has no login' },
  });
  expect(said.verdict).toBe('pass');
  expect(said.notShown.map(({ says }) => says)).toEqual([
    'demanded, and not looked at, for it does not apply here (it has no login): FUN-01/a, FUN-01/b',
  ]);
});

it('each reason of runs that earlier versions made has a line that is there', async () => {
  for (const folder of OLD_RUNS) {
    const run = findRun(folder);
    const said = explainRun(await judgeRun(run), undefined);
    const points = [...said.decides, ...said.holds];
    expect(points.length).toBeGreaterThan(0);
    for (const point of points) expect(eventsAt(run, point).length).toBeGreaterThan(0);
  }
});

it('names the place as an editor opens it', async () => {
  const { folder, said } = await explained({
    suites: [{ name: 'e2e/shop', checks: [{ id: 'pays', outcome: 'failed' }] }],
  });
  const text = sayExplanation(folder, said, 80);
  expect(text).toMatch(/^ {2}✕ e2e\/shop: "pays" failed$/m);
  expect(text).toMatch(/^ {4}proof {4}\S+\/e2e\/tool\/shop\/journal\.ndjson:2$/m);
});
