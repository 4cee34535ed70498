import { expect, it } from 'vitest';
import type { PlannedSuite } from '../../../kernel/plan.ts';
import type { Mutant, Trial } from '../../../reports/detection/mutants/trial.ts';
import { tryKind, type KindTrial } from './try-kind.ts';

const NAMES = ['s/1', 's/2', 's/3', 's/4', 's/5'];
const suites = NAMES.map((name) => ({ suite: { name } })) as unknown as readonly PlannedSuite[];
const mutant = (id: string, file = `${id}.ts`): Mutant => ({
  ...{ id, file, start: 5, line: 1, original: 'a', replacement: 'b', mutator: 'M', own: false },
});
/** Tries mutants of which some are seen by some suite; tells what was tried together, and what became of each. */
async function tried(
  mutants: readonly Mutant[],
  seenBy: Readonly<Record<string, string>>,
  more: Partial<KindTrial> = {},
) {
  const attempts: string[] = [];
  const trials: Trial[] = [];
  await tryKind({
    ...{ kind: 's', mutants, reviewed: new Map(), earlier: [] },
    covering: ({ file }) => (file === 'idle.ts' ? [] : suites),
    attempt: (together, by, how) => {
      attempts.push(
        `${together.map(({ id }) => id).join('')}: ${by.map(({ suite }) => suite.name.slice(2)).join('')}${how === 'one by one' ? '' : ' beside'}`,
      );
      const seeing = together.find(({ id }) => by.some(({ suite }) => suite.name === seenBy[id]));
      const passed = by.map(({ suite }) => suite.name);
      return Promise.resolve(
        seeing
          ? {
              outcome: 'killed',
              sight: { suite: seenBy[seeing.id] ?? '', what: 'it', proves: [] },
              passed: [],
            }
          : { outcome: 'survived', passed },
      );
    },
    diffOf: () => '',
    isOver: () => false,
    between: () => Promise.resolve(),
    done: (trial) => trials.push(trial),
    ...more,
  });
  return {
    attempts,
    outcomes: Object.fromEntries(trials.map(({ mutant: { id }, outcome }) => [id, outcome])),
    trials,
  };
}

it('tries each alone by the nearest three, and what these do not see together by the others', async () => {
  const { attempts, outcomes } = await tried(
    'abcde'.split('').map((id) => mutant(id)),
    { a: 's/1' },
  );
  expect(attempts).toEqual(['a: 123', 'b: 123', 'c: 123', 'd: 123', 'e: 123', 'bcde: 45 beside']);
  expect(outcomes).toEqual({ a: 'killed', b: 'survived', c: 'survived', d: 'survived', e: 'survived' });
});

it('halves what something sees until it is one', async () => {
  const { attempts, outcomes, trials } = await tried(
    'abcd'.split('').map((id) => mutant(id)),
    { c: 's/4' },
  );
  expect(attempts.slice(4)).toEqual([
    'abcd: 45 beside',
    'ab: 45 beside',
    'cd: 45 beside',
    'c: 45 beside',
    'c: 45',
    'd: 45 beside',
  ]);
  expect(outcomes).toEqual({ a: 'survived', b: 'survived', c: 'killed', d: 'survived' });
  expect(trials.find((one) => one.mutant.id === 'd')?.passed).toEqual(NAMES);
});

it('takes for near, beside the first that covers it, those that have killed most', async () => {
  const { attempts } = await tried([mutant('a'), mutant('b')], { a: 's/3' });
  expect(attempts.slice(0, 2)).toEqual(['a: 123', 'b: 132']);
  const sight = { suite: 's/5', what: 'it', proves: [] };
  const before = { mutant: mutant('x'), diff: '', kind: 's', sight, passed: [], durationMs: 1 };
  const later = await tried([mutant('a')], {}, { earlier: [{ ...before, outcome: 'killed' }] });
  expect(later.attempts[0]).toBe('a: 152');
});

it('believes no kill that only comes with other suites beside', async () => {
  const asked: string[] = [];
  const { outcomes } = await tried(
    [mutant('a')],
    {},
    {
      attempt: (_, by, how) => {
        asked.push(`${by.map(({ suite }) => suite.name.slice(2)).join('')} ${how}`);
        const sight = { suite: 's/5', what: 'it', proves: [] };
        if (how === 'side by side') return Promise.resolve({ outcome: 'killed', sight, passed: [] });
        return Promise.resolve({ outcome: 'survived', passed: by.map(({ suite }) => suite.name) });
      },
    },
  );
  expect(asked).toEqual(['123 one by one', '45 side by side', '54 one by one']);
  expect(outcomes).toEqual({ a: 'survived' });
});

it('puts no two of one file together', async () => {
  const { attempts } = await tried([mutant('a'), mutant('x', 'a.ts'), mutant('b')], {});
  expect(attempts.slice(3)).toEqual(['ab: 45 beside', 'x: 45 beside']);
});

it('runs nothing for what no suite runs, nor for what is equivalent', async () => {
  const reviewed = new Map([['a', 'nobody can tell']]);
  const { attempts, outcomes } = await tried([mutant('idle'), mutant('a')], {}, { reviewed });
  expect(attempts).toEqual([]);
  expect(outcomes).toEqual({ idle: 'not covered', a: 'equivalent' });
});

it('tells nothing of what was going on when it was stopped', async () => {
  let asked = 0;
  const { outcomes } = await tried(
    'abcd'.split('').map((id) => mutant(id)),
    {},
    { isOver: () => (asked += 1) > 9 },
  );
  expect(outcomes).toEqual({});
});
