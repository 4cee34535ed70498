import type { Sentence } from '../../../../kernel/sentence.ts';
/**
 * How many samples a stat needs to say something: the 95th percentile of fewer than 20 values is their largest one, whatever the
 * rest would have been. Every other stat is what it is, also of one sample.
 */
export function samplesNeeded(stat: string): number {
  const percent = /^p([\d.]+)$/.exec(stat)?.[1];
  if (percent === undefined || Number(percent) >= 100) return 1;
  const needed = 100 / (100 - Number(percent));
  // Where the quotient is whole but for the error of floating point, it is whole.
  return Math.ceil(needed * (1 - 1e-9));
}

/** Why there is no outcome; undefined where there are enough. */
export function tooFewSamples(id: string, stat: string, samples: number): Sentence | undefined {
  const needed = samplesNeeded(stat);
  if (samples >= needed) return undefined;
  return {
    what: `${id} saw ${samples} samples, and ${stat} needs ${needed} at least.`,
    fix: 'let the script do more (iterations, duration or rate), or set a limit on med, avg or max.',
  };
}
