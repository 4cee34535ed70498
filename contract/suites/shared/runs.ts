import { type Client, expectBody } from './client.ts';
import { type Run, run, type Workflow, workflow } from './shapes.ts';
import { until } from './until.ts';

const OVER = ['succeeded', 'failed', 'cancelled'];

/** A new workflow; the default steps unless told. */
export async function createWorkflow(
  client: Client,
  name: string,
  steps?: readonly string[],
): Promise<Workflow> {
  return expectBody(await client.create('/workflows', { name, ...(steps && { steps }) }), 201, workflow);
}

/** Starts a run: it is queued, or further already. */
export async function startRun(client: Client, { id }: Pick<Workflow, 'id'>): Promise<Run> {
  return expectBody(await client.post(`/workflows/${id}/runs`), 202, run);
}

export async function runNow(client: Client, { id, workflowId }: Run): Promise<Run> {
  return expectBody(await client.get(`/workflows/${workflowId}/runs/${id}`), 200, run);
}

/** The run when it is over. */
export function untilOver(client: Client, started: Run): Promise<Run> {
  const isOver = ({ status }: Run) => OVER.includes(status);
  return until(`run ${started.id} is over`, () => runNow(client, started), isOver);
}

/** Starts a run and waits for its end. */
export async function runToEnd(client: Client, of: Pick<Workflow, 'id'>): Promise<Run> {
  return untilOver(client, await startRun(client, of));
}
