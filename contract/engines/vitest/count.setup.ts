/**
 * A setup file that our reporter adds to a stranger's: counts what each test asserts. It may run inside any Vitest, so it imports
 * nothing but node: and its neighbours, and whatever goes wrong in it is swallowed: it must change no result.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { TALLY, tally } from '../../../fixtures/test-runners/assertions/tally.ts';
import {
  type Watching,
  watchAssertions,
} from '../../../fixtures/test-runners/assertions/watch-assertions.ts';

/** One attempt at a test that is running. */
interface Attempt {
  count: number;
  /** False once something was asserted that may have been its or that of a test beside it. */
  sure: boolean;
}

/** What a Vitest of any version exports; the hooks that older ones lack may be absent. */
type AnyVitest = Pick<typeof import('vitest'), 'chai' | 'beforeEach'> & {
  readonly aroundEach?: (typeof import('vitest'))['aroundEach'];
};

const file = process.env[TALLY];
const entry = process.env['HARNESS_VITEST'];
const own = new AsyncLocalStorage<Attempt>();
const running = new Set<Attempt>();
let toldOutside = false;

function seen(amount = 1): void {
  const [first, ...others] = running;
  const attempt = own.getStore() ?? (others.length === 0 ? first : undefined);
  if (attempt !== undefined) attempt.count += amount;
  else if (running.size > 0) for (const one of running) one.sure = false;
  else if (amount > 0) tellOutside(amount);
}

function tellOutside(count: number): void {
  if (toldOutside || file === undefined) return;
  toldOutside = true;
  tally(file, { count });
}

function begin(): Attempt {
  const attempt = { count: 0, sure: true };
  running.add(attempt);
  return attempt;
}

function countEach({ aroundEach, beforeEach }: AnyVitest, { watchLoaded, complete }: Watching): void {
  const end = (test: string, attempt: Attempt) => {
    running.delete(attempt);
    // Where some assertions cannot be seen, none seen is not none made.
    const known = attempt.sure && (complete || attempt.count > 0);
    if (file !== undefined) tally(file, { test, ...(known && { count: attempt.count }) });
  };
  if (aroundEach !== undefined)
    aroundEach(async (runTest, { task }) => {
      watchLoaded();
      const attempt = begin();
      // Whatever the test starts belongs to it, also beside other tests.
      await own.run(attempt, runTest).finally(() => end(task.id, attempt));
    });
  else
    beforeEach(({ task, onTestFinished }) => {
      watchLoaded();
      const attempt = begin();
      onTestFinished(() => end(task.id, attempt));
    });
}

if (file !== undefined && entry !== undefined)
  try {
    const vitest = (await import(/* @vite-ignore */ entry)) as AnyVitest;
    const watching = watchAssertions(seen);
    watching.watchChai(vitest.chai);
    countEach(vitest, watching);
  } catch {
    // Then this Vitest's assertions are not known, and nothing is concluded from them.
  }
