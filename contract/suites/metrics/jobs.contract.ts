import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { NO_COLLECTOR } from '../shared/collector.ts';
import { createWorkflow, runToEnd, startRun, untilOver } from '../shared/runs.ts';
import { newWebhook } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { countsOf, expectRise } from './counting.ts';
import type { Exposition } from './exposition.ts';
import { scrape } from './parts.ts';

const { apiUrl, accounts, collectorUrl = '', webhooksUrl = '' } = binding();
const [RUNS, DELIVERIES] = ['workflow-runs', 'webhook-deliveries'] as const;

let user: Client;
let admin: Client;
beforeAll(async () => {
  [user, admin] = await Promise.all([signIn(apiUrl, accounts.user), signIn(apiUrl, accounts.admin)]);
});

const worker = () => scrape('worker');
const gauge = (read: Exposition, name: string, queue_name: string) => read.sum(name, { queue_name });

describe('the worker counts', () => {
  test('each run once, and no error for one that is done @CON-06/counters-exact @CON-06/errors-true', async () => {
    const workflow = await createWorkflow(user, 'Counted once', ['collect']);
    await expectRise(
      async () => {
        const read = await worker();
        const labels = ['queue_name'];
        const of = (key: string) => key === RUNS;
        const errors = countsOf(read, 'queue_job_errors_total', ['class', ...labels], (key) =>
          key.endsWith(RUNS),
        );
        return { ...countsOf(read, 'queue_jobs_processed_total', labels, of), ...errors };
      },
      async (round) => {
        const runs = Array.from({ length: 1 + (round % 2) }, () => runToEnd(user, workflow));
        return { [RUNS]: (await Promise.all(runs)).length };
      },
      // Others run workflows too.
      15,
    );
  });

  test('as many durations as jobs, done or failed @CON-06/sums-true', async () => {
    const read = await worker();
    for (const queue_name of [RUNS, DELIVERIES])
      expect(read.sum('queue_job_duration_ms_count', { queue_name }), `of ${queue_name}`).toBe(
        read.sum('queue_jobs_processed_total', { queue_name }) +
          read.sum('queue_job_errors_total', { queue_name }),
      );
  });

  test('in milliseconds, how long a job really took @CON-06/sums-true', async () => {
    const workflow = await createWorkflow(user, 'Measured', ['wait 300']);
    const before = await worker();
    await Promise.all([runToEnd(user, workflow), runToEnd(user, workflow)]);
    const rise = (now: Exposition, of: string, more = {}) => {
      const labels = { queue_name: RUNS, ...more };
      return (
        now.sum(`queue_job_duration_ms_${of}`, labels) - before.sum(`queue_job_duration_ms_${of}`, labels)
      );
    };
    // Jobs of others end meanwhile too: ours are there when so many took so long.
    await until(
      'two jobs that took 200 ms and more, and a sum of at least 600 ms less what clocks differ',
      async () => {
        const now = await worker();
        const long = rise(now, 'count') - rise(now, 'bucket', { le: '200' });
        return { long, sum: rise(now, 'sum'), count: rise(now, 'count') };
      },
      ({ long, sum }) => long >= 2 && sum >= 590,
    );
  });
});

test('jobs that wait and jobs under way, while there are some @CON-06/gauges-true', async () => {
  const workflow = await createWorkflow(user, 'Waited for', ['wait 150']);
  const runs = await Promise.all(Array.from({ length: 12 }, () => startRun(user, workflow)));
  const most = { active: 0, depth: 0 };
  const look = async () => {
    const read = await worker();
    const now = { active: gauge(read, 'queue_active_jobs', RUNS), depth: gauge(read, 'queue_depth', RUNS) };
    most.active = Math.max(most.active, now.active);
    most.depth = Math.max(most.depth, now.depth);
    return now;
  };
  await until('active and waiting jobs, of 12', look, () => most.active >= 2 && most.depth >= 2);
  await Promise.all(runs.map((run) => untilOver(user, run)));
  const over = ({ active, depth }: typeof most) => active === 0 && depth === 0;
  await until('no job active and none waiting, when the 12 are done', look, over);
});

describe.skipIf(webhooksUrl === '' || collectorUrl === '')(
  `deliveries, where a collector takes them (else: ${NO_COLLECTOR})`,
  () => {
    const made: string[] = [];
    const removeAll = async () => {
      for (const id of made.splice(0)) expectStatus(await admin.delete(`/webhooks/${id}`), 204);
    };
    afterAll(removeAll);

    /** Lets one run fail while there are webhooks that are answered so, and no others of ours. */
    async function failWith(scripts: readonly string[]): Promise<void> {
      await removeAll();
      for (const script of scripts) {
        const url = `${webhooksUrl}/hooks/counted-${randomUUID()}?${script}`;
        const answer = await admin.create('/webhooks', { url, events: ['run.failed'] });
        made.push(expectBody(answer, 201, newWebhook).id);
      }
      await runToEnd(user, await createWorkflow(user, 'Told of', ['fail']));
    }
    const look = async (names: readonly string[]) => {
      const read = await worker();
      const of = (key: string) => names.includes(key.split(' ')[0] ?? '') && !key.endsWith(RUNS);
      return {
        ...countsOf(read, 'queue_job_errors_total', ['class', 'queue_name'], of),
        ...countsOf(read, 'webhook_deliveries_total', ['outcome'], of),
      };
    };

    test('each try that failed, by how it did @CON-06/errors-true @CON-06/counters-exact', async () => {
      await expectRise(
        () => look(['4xx', '5xx', 'failed']),
        async () => {
          await failWith(['status=404&times=2', 'status=503&times=1']);
          return { [`4xx ${DELIVERIES}`]: 2, [`5xx ${DELIVERIES}`]: 1, failed: 3 };
        },
      );
    });

    test('what came too late, and what was given up @CON-06/errors-true @CON-06/counters-exact @CON-06/gauges-true', async () => {
      await expectRise(
        () => look(['4xx', 'timeout', 'dead']),
        async () => {
          await failWith(['status=410', 'delayMs=2500&times=1']);
          await until('a delivery under way and one that waits', worker, (read) =>
            ['queue_active_jobs', 'queue_depth'].every((name) => gauge(read, name, DELIVERIES) >= 1),
          );
          return { [`4xx ${DELIVERIES}`]: 5, [`timeout ${DELIVERIES}`]: 1, dead: 1 };
        },
      );
    });
  },
);
