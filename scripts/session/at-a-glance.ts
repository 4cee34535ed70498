import { glance } from '../../evidence/glance.ts';
import { sayProblems } from '../../evidence/problem.ts';
import { isBegun, type ListedRun } from '../../evidence/store.ts';
import { say } from '../../kernel/sentence.ts';
import { isOwnerGone } from './owner-of-run.ts';

/**
 * A run as a list may show it: what does not verify at a glance has a `problem` and is `unknown`, and one that is not sealed has
 * no verdict, whatever its run.json says.
 */
export function atAGlance(listed: ListedRun): ListedRun {
  const problems = glance(listed);
  const changed = problems.filter(({ kind }) => kind === 'changed');
  const [problem] = sayProblems(changed, listed);
  if (problem !== undefined)
    return { ...listed, problem: say(problem), run: listed.run && { ...listed.run, verdict: 'unknown' } };
  if (problems.length === 0) return listed;
  if (!isBegun(listed)) return { ...listed, problem: say(HALF_BORN) };
  const run = listed.run && { ...listed.run, verdict: undefined };
  const killed = run?.status === 'running' && isOwnerGone(listed) === true;
  return killed ? { ...listed, run, problem: say(KILLED) } : { ...listed, run };
}

/** Of a run that is neither sealed nor going on: its faults may still be on. */
const KILLED = { what: 'it was killed, and is not put back and sealed yet.', fix: './harness heal' };

/** Of a folder with neither run.json nor run.ndjson. */
export const HALF_BORN = {
  what: 'it was killed before it could say what it is, or is just beginning.',
  fix: './harness heal',
};
