import { type Calls, call, fresh, prepare, refused } from './call.ts';
import type { Visit } from '../visit.ts';

const name = 'Made under load';
const once = () => ({ 'idempotency-key': fresh() });

function newWorkflow(visit: Visit): string {
  return prepare(visit, 'POST', '/workflows', { body: { name }, headers: once() }).json('id') as string;
}

/** Workflows and their runs. Cancelling is asked of a run that is over. */
export const workflowCalls: Calls = {
  ...call(
    'POST /workflows',
    () => '/workflows',
    () => ({ body: { name }, headers: once() }),
  ),
  ...call('GET /workflows', () => '/workflows?limit=20'),
  ...call('GET /workflows/{id}', ({ workflow }) => `/workflows/${workflow}`),
  ...call(
    'PUT /workflows/{id}',
    ({ workflow }) => `/workflows/${workflow}`,
    () => ({
      body: { name: 'Renamed under load', steps: ['collect', 'summarise'] },
    }),
  ),
  ...call('DELETE /workflows/{id}', (visit) => `/workflows/${newWorkflow(visit)}`),
  ...call('POST /workflows/{id}/runs', ({ workflow }) => `/workflows/${workflow}/runs`),
  ...call('GET /workflows/{id}/runs', ({ workflow }) => `/workflows/${workflow}/runs`),
  ...call('GET /workflows/{id}/runs/{runId}', ({ workflow, run }) => `/workflows/${workflow}/runs/${run}`),
  ...refused(
    'POST /workflows/{id}/runs/{runId}/cancel',
    409,
    ({ workflow, run }) => `/workflows/${workflow}/runs/${run}/cancel`,
  ),
  ...call('GET /runs/latest', () => '/runs/latest'),
};
