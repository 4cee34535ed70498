import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { configSchema } from '../../kernel/config.ts';
import { rank } from '../../kernel/judge.ts';
import type { RunFolder } from '../../evidence/store.ts';
import { judgeRuns } from '../gate/gate-runs.ts';
import { makeRun, type MadeSuite } from '../gate/testing/made-run.ts';
import { readShardSet, sealed, shardOf } from '../run/shard-set.ts';
import { mergeProblems } from './merge-problems.ts';

const set = sealed({
  stage: 'pr',
  environment: 'staging',
  shards: [['e2e/login'], ['contract/prices', 'e2e/basket']],
});
const told = (id: string, number: number, planned: readonly string[], of = set.digest) => ({
  facts: { id, stage: 'pr' as const, shard: { set: of, number } },
  planned,
});
const first = told('r1', 1, ['e2e/login']);
const second = told('r2', 2, ['e2e/basket', 'contract/prices']);
const said = (...runs: Parameters<typeof mergeProblems>[1]) =>
  mergeProblems(set, runs).map(({ verdict, run = '', what }) => `${verdict} ${run} ${what}`);

it('all of a set, each shard once, is whole in any order', () => {
  expect(said(first, second)).toEqual([]);
  expect(said(second, first)).toEqual([]);
});

test('one that is missing is unknown by name', () => {
  expect(said(first)).toEqual([
    'unknown  shard 2 of 2 is missing: it was not run, or what it left was not brought here',
  ]);
  expect(said()).toHaveLength(2);
});

test('one that was given twice is unknown by name: a green one hides no red one', () => {
  expect(said(first, second, { ...second, facts: { ...second.facts, id: 'r3' } })).toEqual([
    'unknown r3 shard 2 of 2 was given twice',
  ]);
});

test('one of another set, or of none, is a stranger; the soak beside them is none', () => {
  const other = told('r3', 1, ['e2e/login'], 'f'.repeat(64));
  const none = { facts: { id: 'r4', stage: 'pr' as const, whole: true }, planned: [] };
  const soak = { facts: { id: 'r5', stage: 'soak' as const, whole: true }, planned: [] };
  expect(said(first, second, other, none, soak)).toEqual([
    'unknown r3 the run is of no shard of this set',
    'unknown r4 the run is of no shard of this set',
  ]);
});

test('one that planned other suites than were its is unknown', () => {
  expect(said(first, told('r2', 2, ['e2e/basket']))).toEqual([
    'unknown r2 shard 2 of 2 planned other suites than were its',
  ]);
});

describe('judged', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'shards-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  const SUITES: readonly MadeSuite[] = [
    { name: 'e2e/login', checks: [{ proves: ['FUN-01/user-login'] }] },
    { name: 'contract/prices', checks: [{ id: 'a' }, { id: 'b' }] },
    { name: 'e2e/basket' },
  ];
  const required = SUITES.map(({ name }) => name);
  const config = configSchema.parse({
    stages: { pr: { required, mustProve: ['FUN-01/user-login'] } },
    otherwise: {},
  });
  const now = new Date('2026-11-30T12:00:00Z');

  async function outcome(runs: readonly RunFolder[]) {
    const gated = await judgeRuns({ runs, stage: 'pr', now }, config);
    const told = gated.judged.map(({ record }) => ({
      facts: record.facts,
      planned: record.planned.map(({ suite }) => suite.name),
    }));
    const problems = runs.length > 1 ? mergeProblems(set, told) : [];
    const { verdict, reasons } = rank([...problems, ...gated.decision.reasons]);
    const suites = [...gated.decision.suites].map(([name, one]) => [name, one.verdict]).sort();
    const states = [...gated.states].map(([name, { state }]) => [name, state]);
    return {
      verdict,
      suites,
      states,
      reasons: reasons.map(({ what, suite }) => `${suite ?? ''} ${what}`).sort(),
    };
  }

  function runOf(id: string, suites: readonly MadeSuite[], number?: number): RunFolder {
    const shard = number === undefined ? {} : { whole: undefined, shard: { set: set.digest, number } };
    return makeRun({ root, id: `20261130_1000_main_1a2b3c4_${id}`, suites, facts: shard });
  }

  test.each([
    ['all pass', [{}], 'pass'],
    ['a check fails', [{ outcome: 'failed' as const }], 'fail'],
  ])('shards say what the run of the whole says: %s', async (_, checks, verdict) => {
    const suites = SUITES.map((suite) => (suite.name === 'e2e/basket' ? { ...suite, checks } : suite));
    const whole = await outcome([runOf('0000', suites)]);
    const parts = [runOf('0001', suites.slice(0, 1), 1), runOf('0002', suites.slice(1), 2)];
    expect(whole.verdict).toBe(verdict);
    expect(await outcome(parts)).toEqual(whole);
    expect(await outcome(parts.toReversed())).toEqual(whole);
  });

  test('a killed shard keeps what it finished, and the whole is unknown', async () => {
    const killed: readonly MadeSuite[] = [
      SUITES[1] ?? { name: 'e2e/x' },
      { name: 'e2e/basket', ending: 'interrupted' },
    ];
    const { verdict, suites } = await outcome([
      runOf('0001', SUITES.slice(0, 1), 1),
      runOf('0002', killed, 2),
    ]);
    expect(verdict).toBe('unknown');
    expect(suites).toContainEqual(['contract/prices', 'pass']);
    expect(suites).toContainEqual(['e2e/basket', 'unknown']);
  });

  test('a set that was changed after it was sealed is refused', () => {
    const file = join(root, 'shards.json');
    writeFileSync(file, JSON.stringify(set));
    expect(readShardSet(file)).toEqual(set);
    expect(shardOf({ shard: '2/2', shards: file, tag: [] }, [])).toEqual({ set, number: 2 });
    expect(() => shardOf({ shard: '3/2', shards: file, tag: [] }, [])).toThrow('has 1/2 to 2/2');
    expect(() => shardOf({ shard: '1/4', shards: file, tag: [] }, [])).toThrow('has 1/2 to 2/2');
    expect(() => shardOf({ shard: '1/2', tag: [] }, [])).toThrow('go together');
    expect(() => shardOf({ shard: '1/2', shards: file, tag: [] }, ['e2e'])).toThrow('leave out names');
    writeFileSync(file, JSON.stringify({ ...set, shards: [['e2e/login'], ['contract/prices']] }));
    expect(() => readShardSet(file)).toThrow('was changed after it was planned');
    const twice = sealed({ ...set, shards: [['e2e/login'], ['e2e/login']] });
    writeFileSync(file, JSON.stringify(twice));
    expect(() => readShardSet(file)).toThrow('a suite in two shards');
    writeFileSync(file, '{}');
    expect(() => readShardSet(file)).toThrow('is no set of shards');
  });
});
