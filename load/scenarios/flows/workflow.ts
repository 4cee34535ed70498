import { check, sleep } from 'k6';
import { Trend } from 'k6/metrics';
import { askApi, freshKey, type Labels } from './request.ts';
import type { Session } from './sessions.ts';

const labels = (endpoint: string, kind: 'read' | 'write'): Labels => ({
  module: 'workflows',
  endpoint,
  kind,
});
/** From the accepted run to its success as a caller sees it, in ms: through API, queue, worker and back. */
const completion = new Trend('workflow_completion', true);
const LONGEST_MS = 15_000;

/** Runs a workflow of its own to its end, through the queue. */
export function workflow(session: Session): void {
  const headers = { 'idempotency-key': freshKey() };
  const request = { body: { name: 'Run under load' }, headers, expect: 201 };
  const made = askApi(session, 'POST', '/workflows', labels('/workflows', 'write'), request);
  const path = `/workflows/${made.json('id') as string}/runs`;
  const startedAt = Date.now();
  const queued = askApi(session, 'POST', path, labels('/workflows/{id}/runs', 'write'), { expect: 202 });
  const status = ended(session, `${path}/${queued.json('id') as string}`, startedAt);
  completion.add(Date.now() - startedAt, { module: 'workflows' });
  check(status, { 'the run succeeds': (last) => last === 'succeeded' });
}

function ended(session: Session, path: string, startedAt: number): string {
  for (;;) {
    const run = askApi(session, 'GET', path, labels('/workflows/{id}/runs/{runId}', 'read'), { expect: 200 });
    const status = run.json('status') as string;
    if (status === 'succeeded' || status === 'failed' || Date.now() - startedAt > LONGEST_MS) return status;
    sleep(0.1);
  }
}
