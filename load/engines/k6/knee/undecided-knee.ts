import type { LoadKnee } from '../../../../kernel/load-evidence.ts';
import type { ResolvedThreshold } from '../../../../kernel/suite.ts';
import { judgeThreshold } from '../../../../kernel/threshold.ts';
import { PRESSED_FIX } from '../watch/generator-pressure.ts';
import { sayRate, type Step } from './steps.ts';
import { within, type Sentence } from '../../../../kernel/sentence.ts';

const TOO_FEW_FIX =
  'steps are judged by HTTP requests; raise --rate-scale or --time-scale, or take a profile that is judged as a whole';

/** Why a step decides nothing, and what to do: one in which nothing broke was asked too little. `where` reads like `at 20 users`. */
export function sayUndecided({ broke, undecided = '' }: LoadKnee['steps'][number], where: string): Sentence {
  return broke.length === 0
    ? { what: `nothing can be told of the limits ${where}: ${undecided}.`, fix: `${TOO_FEW_FIX}.` }
    : {
        what: `the limits did not hold ${where} (${broke.join('; ')}) while ${undecided}.`,
        fix: `${PRESSED_FIX}.`,
      };
}

/**
 * Why the knee decides nothing of the suite's thresholds: a step that is undecided ended the search, and what held until then is
 * less than they ask for, or nothing is asked of it. Undefined where a limit was found, or what held is enough already.
 */
export function undecidedKnee(
  knee: LoadKnee,
  unit: Step['unit'],
  thresholds: readonly ResolvedThreshold[],
): Sentence | undefined {
  const ended = knee.steps.find(({ held }) => !held);
  if (knee.rate === undefined || ended?.undecided === undefined) return undefined;
  const least = { name: 'knee.rate', value: knee.rate, unit: '1/s', samples: Infinity };
  const asked = thresholds.filter(({ metric }) => metric === least.name);
  const isEnough = asked.every(
    (one) => one.op.startsWith('>') && judgeThreshold(one, [least]).verdict === 'pass',
  );
  if (asked.length > 0 && isEnough) return undefined;
  const [held, at] = [knee.rate, ended.rate].map((rate) => sayRate({ unit, rate }));
  return within(
    `the knee is at least ${held}, but where it is cannot be told`,
    sayUndecided(ended, `at ${at}`),
  );
}
