import { askApi, fieldOf, freshKey } from './request.ts';
import type { Session } from './sessions.ts';
import type { Labels } from './tags.ts';

const labels = (endpoint: string): Labels => ({ module: 'workflows', endpoint, kind: 'write' });

export interface Wanted {
  readonly name: string;
  readonly steps?: readonly string[];
}

/** The new workflow's id; undefined when it was not made. */
export function makeWorkflow(session: Session, body: Wanted): string | undefined {
  const request = { body, headers: { 'idempotency-key': freshKey() }, expect: 201 };
  return fieldOf(askApi(session, 'POST', '/workflows', labels('/workflows'), request), 'id');
}

/** The id of the run that waits in the queue now; undefined when it was not taken. */
export function startRun(session: Session, workflow: string): string | undefined {
  const path = `/workflows/${workflow}/runs`;
  return fieldOf(askApi(session, 'POST', path, labels('/workflows/{id}/runs'), { expect: 202 }), 'id');
}

export function removeWorkflow(session: Session, workflow: string): void {
  askApi(session, 'DELETE', `/workflows/${workflow}`, labels('/workflows/{id}'), { expect: 204 });
}
