import { gaussian } from './random.ts';
import { row } from './row.ts';
import type { Row } from '../csv-rows.ts';

export interface Recording {
  readonly seconds: number;
  readonly perSecond: number;
  readonly startMs: number;
  readonly endpoints?: number;
  readonly seed?: number;
}

/**
 * What k6 writes of a load: some endpoints asked often and others seldom, log-normal latencies (σ 0.5) from 5 to 120 ms, one
 * request in a hundred failed, samples out of order by up to a second. Each carries the user that made it as `vu`.
 */
export function recordedRows({
  seconds,
  perSecond,
  startMs,
  endpoints = 40,
  seed = 7,
}: Recording): readonly Row[] {
  const random = gaussian(seed);
  const rows = Array.from({ length: seconds * perSecond }, (_, index) => {
    const endpoint = Math.min(endpoints - 1, Math.floor(Math.abs(random()) * 0.4 * endpoints));
    const tags = {
      service: endpoint % 4 === 0 ? 'web' : 'api',
      module: `module-${endpoint % 7}`,
      method: endpoint % 3 === 0 ? 'POST' : 'GET',
      name: `/api/module-${endpoint % 7}/thing-${endpoint}/:id`,
      vu: String(index % 23),
    };
    const atMs = startMs + Math.floor((index * 1000) / perSecond);
    const ms = (5 + 3 * endpoint) * Math.exp(0.5 * random());
    return {
      atMs,
      late: Math.min(900, 300 * Math.abs(random())),
      tags,
      ms,
      failed: index % 100 === 42 ? 1 : 0,
    };
  });
  return rows
    .sort((a, b) => a.atMs + a.late - b.atMs - b.late)
    .flatMap(({ atMs, tags, ms, failed }) => [
      row('http_reqs', atMs, 1, tags),
      row('http_req_duration', atMs, ms, tags),
      row('http_req_failed', atMs, failed, tags),
      row('iterations', atMs, 1, { vu: tags.vu }),
      row('iteration_duration', atMs, ms, { vu: tags.vu }),
    ]);
}
