import type { LoadSamples } from '../samples/load-samples.ts';
import type { Tally } from '../samples/tally.ts';

/** Why steps of a load without requests are not judged, however long it is. */
export const WITHOUT_REQUESTS = 'steps are judged by HTTP requests, and this load sent none';

/** For where nothing else is judged either. */
export const STEPS_NEED_REQUESTS = {
  what: `${WITHOUT_REQUESTS}.`,
  fix: 'give the suite or the script thresholds on what it does send, or take a profile that is judged as a whole.',
};

/** Whether the load, beside its `setup()`, sent any HTTP request: WebSockets and gRPC alone do not. */
export function hasRequests({ phases }: LoadSamples): boolean {
  return phases.some(({ tally }) => hasDurations(tally));
}

export function hasDurations(tally: Tally): boolean {
  return tally.stat({ metric: 'http_req_duration', tags: [] }, 'count') !== undefined;
}
