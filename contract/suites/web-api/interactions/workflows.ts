import type { Interaction } from '../interaction.ts';
import type { State } from '../provider-states.ts';
import {
  EXAMPLE,
  eachLike,
  given,
  id,
  integer,
  nullValue,
  number,
  ofTenant,
  oneOf,
  pathOf,
  refusal,
  regex,
  signedIn,
  string,
  time,
  withKey,
} from '../../shared/pact-terms.ts';

const tag = '@CON-02/workflows';
const workflow = {
  id: id('workflow'),
  name: string('Invoices'),
  steps: eachLike('collect'),
  createdBy: string(EXAMPLE.email),
  createdAt: time(),
};
const run = {
  id: id('run'),
  workflowId: id('workflow'),
  status: oneOf('queued', 'running', 'succeeded', 'failed', 'cancelled'),
  progress: integer(0),
  result: nullValue(),
  failure: nullValue(),
  createdAt: time(),
  startedAt: time('2026-01-01T00:00:01.000Z'),
  finishedAt: time('2026-01-01T00:00:02.000Z'),
};
const succeeded = {
  ...run,
  status: 'succeeded',
  progress: 100,
  result: {
    steps: eachLike({ name: string('collect'), durationMs: number(5) }),
    digest: regex('^[0-9a-f]{64}$', 'abcd1234'.repeat(8)),
  },
};
const goesOn = { ...run, status: 'running', progress: integer(50), finishedAt: nullValue() };
const failed = { ...run, status: 'failed', failure: string('Step 2, "fail", failed.') };
const cancelled = { ...run, status: 'cancelled' };

const listed = (limit: string, description: string): Interaction => ({
  description,
  tag,
  state: 'more workflows than a page',
  request: { method: 'GET', path: '/workflows', headers: signedIn, query: { limit } },
  answer: {
    status: 200,
    headers: ofTenant,
    json: { items: eachLike(workflow), nextCursor: string(EXAMPLE.cursor) },
  },
});
export const newestWorkflows = listed('10', 'the newest workflows');
export const workflows = listed('20', 'a page of workflows');
export const olderWorkflows: Interaction = {
  ...workflows,
  description: 'an older page of workflows',
  request: { ...workflows.request, query: { limit: '20', cursor: given('${cursor}', EXAMPLE.cursor) } },
};

export const latestRuns: Interaction = {
  description: 'the latest run of each workflow',
  tag,
  state: 'a run that succeeded',
  request: { method: 'GET', path: '/runs/latest', headers: signedIn },
  answer: {
    status: 200,
    headers: ofTenant,
    json: { items: eachLike({ workflowId: id('workflow'), status: run.status }) },
  },
};

export const oneWorkflow: Interaction = {
  description: 'a workflow',
  tag,
  state: 'a workflow',
  request: { method: 'GET', path: pathOf('/workflows/{workflow}'), headers: signedIn },
  answer: { status: 200, headers: ofTenant, json: workflow },
};

const runsOf = (state: State, description: string, item: object): Interaction => ({
  description,
  tag,
  state,
  request: {
    method: 'GET',
    path: pathOf('/workflows/{workflow}/runs'),
    headers: signedIn,
    query: { limit: '20' },
  },
  answer: { status: 200, headers: ofTenant, json: { items: eachLike(item), nextCursor: nullValue() } },
});
export const runs = {
  succeeded: runsOf('a run that succeeded', 'the runs of a workflow, succeeded', succeeded),
  failed: runsOf('a run that failed', 'the runs of a workflow, failed', failed),
  goesOn: runsOf('a run that goes on', 'the runs of a workflow, going on', goesOn),
  cancelled: runsOf('a run that was cancelled', 'the runs of a workflow, cancelled', cancelled),
} as const;
export const noRuns: Interaction = {
  ...runsOf('a workflow', 'the runs of a workflow, none', {}),
  answer: { status: 200, headers: ofTenant, json: { items: [], nextCursor: null } },
};
export const olderRuns: Interaction = {
  ...runsOf('two runs', 'an older page of runs', succeeded),
  request: { ...runs.succeeded.request, query: { limit: '20', cursor: given('${cursor}', EXAMPLE.cursor) } },
};

const create = (json: object) => ({ method: 'POST', path: '/workflows', headers: withKey, json });
const created = { status: 201, headers: ofTenant, json: workflow };

export const newWorkflow: Interaction = {
  description: 'a new workflow with steps',
  tag,
  state: 'somebody is signed in, with a key of their own',
  request: create({ name: 'Invoices', steps: ['collect', 'send'] }),
  answer: created,
};
export const newWorkflowWithoutSteps: Interaction = {
  ...newWorkflow,
  description: 'a new workflow without steps',
  request: create({ name: 'Invoices' }),
};
export const namelessWorkflow: Interaction = {
  ...newWorkflow,
  description: 'a new workflow without a name',
  request: create({ name: '' }),
  answer: { status: 400, headers: ofTenant, json: refusal('VALIDATION_FAILED', 'name') },
};
export const workflowOfUsedKey: Interaction = {
  ...newWorkflow,
  description: 'a new workflow under the key of another',
  state: 'a key that was used',
  request: create({ name: 'Other invoices' }),
  answer: { status: 422, headers: ofTenant, json: refusal('IDEMPOTENCY_KEY_REUSED') },
};

export const deletion: Interaction = {
  description: 'the deletion of a workflow',
  tag,
  state: 'a workflow',
  request: { method: 'DELETE', path: pathOf('/workflows/{workflow}'), headers: signedIn },
  answer: { status: 204, headers: ofTenant },
};

const start = { method: 'POST', path: pathOf('/workflows/{workflow}/runs'), headers: signedIn };
export const newRun: Interaction = {
  description: 'a new run',
  tag,
  state: 'a workflow',
  request: start,
  answer: { status: 202, headers: ofTenant, json: { id: id('run'), status: 'queued' } },
};
export const runOfNothing: Interaction = {
  description: 'a new run of a workflow that was deleted',
  tag,
  state: 'a workflow that was deleted',
  request: start,
  answer: { status: 404, headers: ofTenant, json: refusal('NOT_FOUND') },
};

const cancel = {
  method: 'POST',
  path: pathOf('/workflows/{workflow}/runs/{run}/cancel'),
  headers: signedIn,
};
export const cancelling: Interaction = {
  description: 'cancelling a run',
  tag,
  state: 'a run that goes on',
  request: cancel,
  answer: { status: 200, headers: ofTenant, json: { id: id('run'), status: 'cancelled' } },
};
export const cancellingTooLate: Interaction = {
  description: 'cancelling a run that is over',
  tag,
  state: 'a run that succeeded',
  request: cancel,
  answer: { status: 409, headers: ofTenant, json: refusal('RUN_OVER') },
};
