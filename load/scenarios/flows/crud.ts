import { askApi, freshKey, type Labels, think } from './request.ts';
import type { Session } from './sessions.ts';

const labels = (endpoint: string, kind: 'read' | 'write'): Labels => ({
  module: 'workflows',
  endpoint,
  kind,
});

/** Creates, reads, changes, lists and deletes a workflow: five requests. */
export function crud(session: Session): void {
  const headers = { 'idempotency-key': freshKey() };
  const body = { name: 'Made under load', steps: ['collect', 'summarise'] };
  const made = askApi(session, 'POST', '/workflows', labels('/workflows', 'write'), {
    body,
    headers,
    expect: 201,
  });
  const path = `/workflows/${made.json('id') as string}`;
  think();
  askApi(session, 'GET', path, labels('/workflows/{id}', 'read'), { expect: 200 });
  const changed = { ...body, name: 'Changed under load' };
  askApi(session, 'PUT', path, labels('/workflows/{id}', 'write'), { body: changed, expect: 200 });
  think();
  askApi(session, 'GET', '/workflows?limit=20', labels('/workflows', 'read'), { expect: 200 });
  askApi(session, 'DELETE', path, labels('/workflows/{id}', 'write'), { expect: 204 });
}
