import exec from 'k6/execution';
import { askApi, think } from './request.ts';
import type { Session } from './sessions.ts';

const QUERIES = ['backup', 'restore "full backup"', 'keys -rotation', 'getting started', 'how or why'];
const labels = { module: 'knowledge', endpoint: '/search', kind: 'read' } as const;

/** Searches with one of a few queries: one request. */
export function search(session: Session): void {
  const query = QUERIES[exec.scenario.iterationInTest % QUERIES.length] ?? 'backup';
  askApi(session, 'GET', `/search?q=${encodeURIComponent(query)}`, labels, { expect: 200 });
  think();
}
