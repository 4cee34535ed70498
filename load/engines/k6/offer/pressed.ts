import { lasted } from './offer-readings.ts';
import type { PressureSummary } from './pressure.ts';
import { percent, seconds } from './words.ts';

/** What to do about a generator that was out of CPU. */
export const PRESSED_FIX =
  'lower the rate (--rate-scale), let nothing else run on this machine (the target neither), or use one with more cores';

/** Why a stretch may say more of the generator than of the target; undefined when it was full for a tenth of it at most. */
export function sayPressed(summary: PressureSummary): string | undefined {
  const { fullMs, watchedMs } = summary;
  if (!lasted(fullMs, summary)) return undefined;
  return `the generator was out of CPU for ${seconds(fullMs)} of ${seconds(watchedMs)} (${sayShares(summary, 'its cores')})`;
}

/** `k6 used 93 % of 2 cores and its machine was 99 % busy`, as far as it was read. */
export function sayShares({ k6Ratio, machineRatio }: PressureSummary, cores: string): string {
  const shares = [
    ...(k6Ratio === undefined ? [] : [`k6 used ${percent(k6Ratio)} of ${cores}`]),
    ...(machineRatio === undefined ? [] : [`its machine was ${percent(machineRatio)} busy`]),
  ];
  return shares.join(' and ');
}
