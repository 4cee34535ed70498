import { workflowBody } from '../../../fixtures/data/workflow.ts';
import { dataOfIteration } from './data.ts';
import { askApi, fieldOf, freshKey, think } from './request.ts';
import type { Session } from './sessions.ts';
import type { Labels } from './tags.ts';

const labels = (endpoint: string, kind: 'read' | 'write'): Labels => ({
  module: 'workflows',
  endpoint,
  kind,
});

/** Creates, reads, changes, lists and deletes a workflow: five requests. */
export function crud(session: Session): void {
  const headers = { 'idempotency-key': freshKey() };
  const body = workflowBody(dataOfIteration());
  const made = askApi(session, 'POST', '/workflows', labels('/workflows', 'write'), {
    body,
    headers,
    expect: 201,
  });
  const id = fieldOf(made, 'id');
  if (id === undefined) return;
  const path = `/workflows/${id}`;
  think();
  askApi(session, 'GET', path, labels('/workflows/{id}', 'read'), { expect: 200 });
  const changed = { ...body, name: `${body.name} changed` };
  askApi(session, 'PUT', path, labels('/workflows/{id}', 'write'), { body: changed, expect: 200 });
  think();
  askApi(session, 'GET', '/workflows?limit=20', labels('/workflows', 'read'), { expect: 200 });
  askApi(session, 'DELETE', path, labels('/workflows/{id}', 'write'), { expect: 204 });
  think();
}
