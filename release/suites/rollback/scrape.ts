import type { MetricsEndpoint } from '../../../fixtures/bindings/target.ts';
import { type Sample, samplesIn } from '../../../fixtures/bindings/prometheus-text.ts';
import { ask } from '../shared/writes.ts';

const NAMES = new Set([
  'build_info',
  'http_requests_total',
  'http_request_duration_ms_sum',
  'http_request_duration_ms_count',
  'process_resident_memory_bytes',
]);
/** Asked by us and by what looks after it, not by users. */
const NOT_USERS = /^\/(metrics|api\/health|health)/;

/** What a part tells of itself at a moment. */
export interface Scraped {
  readonly part: string;
  readonly version: string | undefined;
  /** Of what users asked. */
  readonly requests: number;
  readonly errors: number;
  readonly refusals: number;
  readonly sumMs: number;
  readonly timed: number;
  readonly memoryMb: number | undefined;
}

const TRIES = 5;

/** Every part; rejects where one does not answer, whatever it is asked. A version that fails now and then does so here too. */
export function scrapeAll(endpoints: readonly MetricsEndpoint[]): Promise<readonly Scraped[]> {
  return Promise.all(endpoints.map((endpoint) => scrape(endpoint)));
}

async function scrape(endpoint: MetricsEndpoint, tries = TRIES): Promise<Scraped> {
  const { part, url, token } = endpoint;
  const answer = await ask(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  if (answer.status === 200) return scrapedOf(part, samplesIn(await answer.text(), NAMES));
  if (tries > 1) return scrape(endpoint, tries - 1);
  throw new Error(`${part}: its metrics answered ${answer.status}, ${TRIES} times`);
}

export function scrapedOf(part: string, samples: readonly Sample[]): Scraped {
  const sum = (name: string, which: (labels: Sample['labels']) => boolean = () => true) =>
    samples
      .filter((one) => one.name === name && !NOT_USERS.test(one.labels['route'] ?? '') && which(one.labels))
      .reduce((total, { value }) => total + value, 0);
  const memory = samples.find(({ name }) => name === 'process_resident_memory_bytes')?.value;
  return {
    part,
    version: samples.find(({ name }) => name === 'build_info')?.labels['version'],
    requests: sum('http_requests_total'),
    errors: sum('http_requests_total', ({ status = '' }) => status.startsWith('5')),
    refusals: sum('http_requests_total', ({ status }) => status === '404'),
    sumMs: sum('http_request_duration_ms_sum'),
    timed: sum('http_request_duration_ms_count'),
    memoryMb: memory === undefined ? undefined : memory / 1e6,
  };
}

/** The parts that are not that version, each with the one that it is. */
export function otherVersions(scraped: readonly Scraped[], wanted: string): readonly string[] {
  if (scraped.length === 0) return ['no part tells which version it is'];
  return scraped
    .filter(({ version }) => version !== wanted)
    .map(({ part, version = 'a version that it does not tell' }) => `${part} is ${version}`);
}
