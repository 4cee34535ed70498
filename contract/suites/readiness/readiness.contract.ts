/** Every part of the product beside the target's, with each thing that it depends on taken away from it in turn. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { switchable, type Switchable } from '../processes/switchable.ts';
import { clientOf, expectBody, expectStatus } from '../shared/client.ts';
import { freePort, LAUNCH_MS, serving, startOf } from '../shared/launch.ts';
import { until } from '../shared/until.ts';

interface Part {
  readonly part: 'api' | 'web' | 'worker';
  readonly port: string;
  /** Where it says how it is. */
  readonly health: string;
  /** What it depends on, where it finds that, and what is shown. */
  readonly needs: readonly (readonly [name: string, variable: string, shown: string])[];
}
const PARTS: readonly Part[] = [
  {
    part: 'api',
    port: 'API_PORT',
    health: '/api/health',
    needs: [
      ['postgres', 'DATABASE_URL', '@REL-01/api @REL-01/database @REL-01/live'],
      ['redis', 'REDIS_URL', '@REL-01/api @REL-01/redis @REL-01/live'],
      ['storage', 'STORAGE_URL', '@REL-01/api @REL-01/store @REL-01/live'],
    ],
  },
  {
    part: 'web',
    port: 'WEB_PORT',
    health: '/api/health',
    needs: [['api', 'API_URL', '@REL-01/web @REL-01/live']],
  },
  {
    part: 'worker',
    port: 'WORKER_PORT',
    health: '/health',
    needs: [
      ['postgres', 'DATABASE_URL', '@REL-01/workers @REL-01/database @REL-01/live'],
      ['redis', 'REDIS_URL', '@REL-01/workers @REL-01/redis @REL-01/live'],
    ],
  },
];
/** Its jobs are nobody's, and a worker has no runs to look for: beside the target's it would do those of others. */
const ELSEWHERE: Readonly<Record<string, string>> = { redis: '/9', 'worker postgres': '/postgres' };
/** To reach again what was away takes a busy machine its time. */
const WAIT_MS = 20_000;

const told = z.object({
  status: z.enum(['ok', 'unavailable']),
  checks: z.record(z.string(), z.object({ status: z.enum(['ok', 'unavailable']) })),
});

describe.each(PARTS)('$part', ({ part, port: portVariable, health, needs }) => {
  const links = new Map<string, Switchable>();
  const ends = new AsyncDisposableStack();
  let client: ReturnType<typeof clientOf>;
  beforeAll(async () => {
    const { env, ...program } = startOf(part);
    const through: Record<string, string> = {};
    for (const [name, variable] of needs) {
      const to = new URL(env[variable] ?? '');
      to.pathname = ELSEWHERE[name] ?? ELSEWHERE[`${part} ${name}`] ?? to.pathname;
      const link = await switchable(to.href);
      ends.defer(() => link.close());
      links.set(name, link);
      through[variable] = link.url;
    }
    const port = await freePort();
    const own = { ...env, ...through, [portVariable]: String(port) };
    const { url, stop } = await serving(part, { ...program, env: own }, port);
    ends.defer(stop);
    client = clientOf(url);
  }, LAUNCH_MS);
  afterAll(() => ends.disposeAsync());

  /** That it says so of these and of no other, with the status that goes with it. */
  const expectAway = (...away: readonly string[]) =>
    until(
      `GET ${health} of ${part}: ${away.join() || 'nothing'} unavailable`,
      async () => {
        const answer = await client.get(health);
        const { status, checks } = expectBody(answer, answer.status === 200 ? 200 : 503, told);
        expect(status, `status of a ${answer.status}`).toBe(answer.status === 200 ? 'ok' : 'unavailable');
        const bad = Object.entries(checks).filter(([, one]) => one.status !== 'ok');
        return { status, bad: bad.map(([name]) => name) };
      },
      ({ status, bad }) => bad.join() === away.join() && (status === 'ok') === (away.length === 0),
      WAIT_MS,
    );

  test.each(needs)(
    'is ready with %s, and not without it: %s %s',
    async (name) => {
      const link = links.get(name);
      await expectAway();
      for (const how of ['cut', 'silence'] as const) {
        link?.[how]();
        await expectAway(name);
        expectStatus(await client.get(`${health}/live`), 200);
        link?.mend();
        await expectAway();
      }
    },
    LAUNCH_MS,
  );
});
