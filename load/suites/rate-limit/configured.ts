/**
 * What the environment says that the target's RATE_LIMIT_MAX and RATE_LIMIT_WINDOW (s) are: its thresholds `rate.max` and
 * `rate.window`. A bare run is not told: there the target is only held to its own word.
 */
export const configured = { max: told('MAX'), windowSeconds: told('WINDOW') } as const;

function told(what: 'MAX' | 'WINDOW'): number | undefined {
  const value = Number(__ENV[`TARGET_LIMIT_RATE_${what}`] ?? '');
  return value > 0 ? value : undefined;
}
