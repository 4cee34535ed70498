import { check, sleep } from 'k6';
import { Trend } from 'k6/metrics';
import { workflowBody } from '../../../fixtures/data/workflow.ts';
import { dataOfIteration } from './data.ts';
import { askApi, fieldOf, think } from './request.ts';
import { makeWorkflow, removeWorkflow, startRun } from './runs.ts';
import type { Session } from './sessions.ts';
import type { Labels } from './tags.ts';

const look: Labels = { module: 'workflows', endpoint: '/workflows/{id}/runs/{runId}', kind: 'read' };
/** From the accepted run to its success as a caller sees it, in ms: through API, queue, worker and back. */
const completion = new Trend('workflow_completion', true);
const LONGEST_MS = 15_000;

/** Runs a workflow of its own to its end, through the queue. */
export function workflow(session: Session): void {
  const id = makeWorkflow(session, workflowBody(dataOfIteration()));
  if (id === undefined) return;
  const startedAt = Date.now();
  const run = startRun(session, id);
  if (run === undefined) return;
  const status = ended(session, `/workflows/${id}/runs/${run}`, startedAt);
  completion.add(Date.now() - startedAt, { module: 'workflows' });
  check(status, { 'the run succeeds': (last) => last === 'succeeded' });
  removeWorkflow(session, id);
  think();
}

const OVER = [undefined, 'succeeded', 'failed'];

function ended(session: Session, path: string, startedAt: number): string | undefined {
  for (;;) {
    const status = fieldOf(askApi(session, 'GET', path, look, { expect: 200 }), 'status');
    if (OVER.includes(status) || Date.now() - startedAt > LONGEST_MS) return status;
    sleep(0.1);
  }
}
