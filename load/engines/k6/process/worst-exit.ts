import type { Exit } from '../../../../kernel/scope.ts';
import { MARKED_AS_FAILED, STOPPED_BY_SIGNAL } from './problems.ts';

/** From the worst: killed; ended with an error; and then what may have been meant so. */
const RANKS: readonly ((code: number | null) => boolean)[] = [
  (code) => code === null,
  (code) => code !== 0 && code !== MARKED_AS_FAILED && code !== STOPPED_BY_SIGNAL,
  (code) => code === MARKED_AS_FAILED,
  (code) => code === STOPPED_BY_SIGNAL,
  () => true,
];

/** Of several k6 processes, the end that says most against the run, whichever of them ended first. */
export function worstExit(exits: readonly Exit[]): Exit {
  const worst = RANKS.map((ranks) => exits.find(({ code }) => ranks(code))).find(
    (exit) => exit !== undefined,
  );
  if (worst === undefined) throw new Error('no worker ran');
  return worst;
}
