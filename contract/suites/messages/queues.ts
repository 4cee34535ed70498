import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { until } from '../shared/until.ts';
import type { QueueName } from './message.ts';

/** The target's queues, as whoever waits for their jobs sees them. */
export interface Queues {
  /** What was put there under this id; waits for it. */
  job(name: QueueName, id: string): Promise<unknown>;
  /** Gives the worker a job. Rejects with the worker's words when it does not take it. */
  work(name: QueueName, data: unknown): Promise<void>;
  close(): Promise<void>;
}

export function openQueues(url: string): Queues {
  const open = (name: QueueName) => new Queue(name, { connection: { url } });
  const queues = { 'workflow-runs': open('workflow-runs'), 'webhook-deliveries': open('webhook-deliveries') };
  return {
    job: async (name, id) => {
      const look = () => queues[name].getJob(id);
      return (await until(`job ${id} in ${name}`, look, (job) => job !== undefined))?.data as unknown;
    },
    work: async (name, data) => {
      const job = await queues[name].add('pact', data, { jobId: `pact-${randomUUID()}` });
      const look = async () => job.getState();
      const end = await until(`the worker does a job of ${name}`, look, (state) =>
        ['completed', 'failed'].includes(state),
      );
      const over = await queues[name].getJob(job.id ?? '');
      await over?.remove();
      if (end === 'failed') throw new Error(`the worker did not take it: ${over?.failedReason}`);
    },
    close: async () => {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}
