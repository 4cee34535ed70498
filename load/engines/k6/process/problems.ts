import type { Exit } from '../../../../kernel/scope.ts';
import { isOneOf } from '../../../../fixtures/plain-files/server-of.ts';
import type { K6Log } from './k6-log.ts';
import type { LoadSamples } from '../samples/load-samples.ts';
import { METRICS_AT_MOST } from '../samples/tally.ts';
import type { Sentence } from '../../../../kernel/sentence.ts';

/** k6's exit codes, in words. */
const EXIT_CODES: Readonly<Record<number, string>> = {
  100: 'setup() took too long',
  101: 'teardown() took too long',
  104: 'invalid options',
  105: 'stopped by a signal',
  107: 'the script threw outside of an iteration',
  108: 'the script called test.abort()',
  109: 'k6 itself crashed',
};

/** `exec.test.fail()`: the script ran to its end and calls the test failed. */
export const MARKED_AS_FAILED = 110;
export const STOPPED_BY_SIGNAL = 105;

/** Why k6's end leaves the outcome open; undefined for an ordinary end. */
export function exitProblem(exit: Exit, log: K6Log): string | undefined {
  if (exit.code === 0 || exit.code === MARKED_AS_FAILED) return undefined;
  const said = log.lastError === undefined ? '' : `: ${log.lastError}`;
  if (exit.code === null) return `k6 was killed by ${exit.signal ?? 'a signal'}${said}.`;
  const meaning = EXIT_CODES[exit.code] ?? 'k6 gave up';
  return `k6 ended with exit code ${exit.code} (${meaning})${said}. See k6.log.ndjson.`;
}

/** k6 ends with exit code 0 after any number of exceptions in iterations. */
export function exceptionProblem({ thrown }: K6Log): string | undefined {
  const [first, ...others] = thrown.kinds.values();
  if (first === undefined) return undefined;
  const more = others.length + thrown.further;
  const further = more === 0 ? '' : ` And ${more} further kinds of exception.`;
  return `the script threw in ${first.count} iterations: ${first.sentence}.${further} See k6.log.ndjson.`;
}

/** k6 also ends with exit code 0 after errors of its own, such as samples that it could not write. */
export function ownErrorProblem({ ownErrors, firstOwnError }: K6Log): Sentence | undefined {
  if (firstOwnError === undefined) return undefined;
  return {
    what: `k6 itself reported ${ownErrors} errors, the first: ${firstOwnError}.`,
    fix: 'see k6.log.ndjson, put right what it names, and run it again.',
  };
}

/** What was measured is not all of it. `malformed`: rows that could not be read; `dropped`: samples of metrics beyond the limit. */
export function unreadProblems(malformed: number, dropped: number): readonly Sentence[] {
  const rows = {
    what: `${malformed} samples of k6 could not be read: their value is not a finite number, or their row was cut.`,
    fix: 'let the script add finite numbers only (no Infinity), and k6 end by itself.',
  };
  const metrics = {
    what: `${dropped} samples were not kept: the script makes more than ${METRICS_AT_MOST} metrics.`,
    fix: 'make fewer metrics, and tell their samples apart by tags.',
  };
  return [...(malformed > 0 ? [rows] : []), ...(dropped > 0 ? [metrics] : [])];
}

/** Whatever protocol the script speaks, it must have sent something. */
const TRAFFIC = ['http_reqs', 'ws_sessions', 'grpc_req_duration', 'browser_http_req_duration'];

export function sentNothing(samples: LoadSamples): boolean {
  const seen = new Set(samples.total.seen());
  return !TRAFFIC.some((metric) => seen.has(metric));
}

/** Of a plain script: the target that was named got no request. Undefined too where none was sent, or not all say where to. */
export function elsewhereProblem(
  { servers }: Pick<LoadSamples, 'servers'>,
  urls: readonly string[],
): Sentence | undefined {
  const asked = servers.all() ?? [];
  if (asked.length === 0 || asked.some((url) => isOneOf(url, urls))) return undefined;
  return {
    what: `tested was ${asked.join(', ')} instead of ${[...new Set(urls)].join(', ')}: every request went there.`,
    fix: 'let the script take __ENV.BASE_URL, or name the target that it asks (--base-url).',
  };
}
