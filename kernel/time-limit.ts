/** For what nobody described: a plain file. */
export const AD_HOC_TIMEOUT_MS = 30 * 60_000;
/** To prepare, to end what still runs, and to record. */
const AROUND_MS = 5 * 60_000;

/** A timer waits no longer: almost 25 days. */
export const LONGEST_MS = 2 ** 31 - 1;

/** What is known of how long a suite takes. */
export interface Lasting {
  /** Its own `timeoutMs`, meant for the load as its profile describes it. */
  readonly declaredMs: number;
  /** How long its tool runs by plan; undefined where only the tool knows. */
  readonly lastsMs: number | undefined;
  readonly adHoc: boolean;
}

/**
 * After how many ms a suite is taken for hung. A load that is shrunk hangs as early as it is short; one that is stretched, or a
 * plain file under a long profile, is not killed on the way. Pure.
 */
export function timeLimitMs({ declaredMs, lastsMs, adHoc }: Lasting): number {
  if (lastsMs === undefined) return declaredMs;
  const enoughMs = Math.min(Math.ceil(1.25 * lastsMs) + AROUND_MS, LONGEST_MS);
  const isTight = adHoc || lastsMs + AROUND_MS > declaredMs;
  return isTight ? Math.max(declaredMs, enoughMs) : Math.min(declaredMs, enoughMs);
}
