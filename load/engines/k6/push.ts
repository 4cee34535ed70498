import type { SuiteRun } from '../../../kernel/engine.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { Metric } from '../../../kernel/evidence.ts';
import type { Ingest } from '../../../kernel/target.ts';

const BATCH = 500;
/** The main metrics are some fifty, and each asked one more. */
const AT_MOST = 2000;
/** In all: a target that is worn out by the load must not hold the suite up. */
const TIMEOUT_MS = 10_000;

/** What says how the load went as a whole; the tables by endpoint and check stay in the evidence. */
const MAIN =
  /^(?:http_reqs|http_req_duration|http_req_failed|iterations|iteration_duration|dropped_iterations|checks|load|knee|target|generator)(?:\{[^]*\})?\./;

/**
 * Sends the load's main metrics to the target's own ingest endpoint, where it has one. Says `metrics-pushed`, or
 * `metrics-not-pushed` with the reason; never rejects, and never changes a verdict.
 */
export async function pushResults(
  run: Pick<SuiteRun, 'id' | 'suite' | 'environment' | 'target' | 'tenant' | 'recorder' | 'signal'>,
  metrics: readonly Metric[],
): Promise<void> {
  const { ingest } = run.target;
  const asked = new Set(run.suite.thresholds.map((threshold) => threshold.metric));
  const main = metrics.filter(({ name }) => MAIN.test(name) || asked.has(name)).slice(0, AT_MOST);
  if (ingest === undefined || main.length === 0 || run.signal.aborted) return;
  let pushed = 0;
  try {
    const signal = AbortSignal.any([run.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const token = await ingest.token(run.tenant, signal);
    const samples = samplesOf(run, main, new Date());
    for (; pushed < samples.length; pushed += BATCH)
      await post(ingest, token, samples.slice(pushed, pushed + BATCH), signal);
    run.recorder.event('metrics-pushed', { count: samples.length, url: ingest.url });
  } catch (error) {
    run.recorder.event('metrics-not-pushed', { reason: reasonOf(error), pushed, url: ingest.url });
  }
}

interface Sample {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly at: string;
  readonly labels: Readonly<Record<string, string>>;
}

function samplesOf(
  { id, suite, environment }: Pick<SuiteRun, 'id' | 'suite' | 'environment'>,
  metrics: readonly Metric[],
  at: Date,
): readonly Sample[] {
  const labels = { run: id, suite: suite.name, environment: environment.name };
  return metrics
    .filter(({ value }) => Number.isFinite(value))
    .map(({ name, value, unit }) => ({
      name: name.slice(0, 200),
      value,
      // Prometheus's word for a number without a unit.
      unit: unit === '' ? 'none' : unit,
      at: at.toISOString(),
      labels,
    }));
}

async function post({ url }: Ingest, token: string, samples: readonly Sample[], signal: AbortSignal) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ source: 'release-harness', samples }),
    redirect: 'error',
    signal,
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the endpoint answered ${response.status}`);
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${messageOf(error)}${cause}`;
}
