import type { LoadKnee } from '../../../../kernel/load-evidence.ts';
import type { ResolvedThreshold } from '../../../../kernel/suite.ts';
import { judgeThreshold } from '../../../../kernel/threshold.ts';
import { PRESSED_FIX } from '../offer/pressed.ts';
import { sayRate, type Step } from './steps.ts';

/**
 * Why the knee decides nothing of the suite's thresholds: the generator ended the search, and what held until then is less than
 * they ask for, or nothing is asked of it. Undefined where a limit was found, or what held is enough already.
 */
export function undecidedKnee(
  knee: LoadKnee,
  unit: Step['unit'],
  thresholds: readonly ResolvedThreshold[],
): string | undefined {
  const ended = knee.steps.find(({ held }) => !held);
  if (knee.rate === undefined || ended?.undecided === undefined) return undefined;
  const least = { name: 'knee.rate', value: knee.rate, unit: '1/s', samples: Infinity };
  const asked = thresholds.filter(({ metric }) => metric === least.name);
  const isEnough = asked.every(
    (one) => one.op.startsWith('>') && judgeThreshold(one, [least]).verdict === 'pass',
  );
  if (asked.length > 0 && isEnough) return undefined;
  const [held, broke] = [knee.rate, ended.rate].map((rate) => sayRate({ unit, rate }));
  return `the knee is at least ${held}, but where it is cannot be told: at ${broke} the limits broke (${ended.broke.join('; ')}) while ${ended.undecided}. Fix: ${PRESSED_FIX}.`;
}
