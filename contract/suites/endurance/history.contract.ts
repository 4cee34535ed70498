import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, signIn } from '../shared/client.ts';
import { type EventStream, openStream } from '../shared/event-stream.ts';
import { createWorkflow, runToEnd } from '../shared/runs.ts';
import type { Workflow } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

const { apiUrl, accounts, queueUrl = '' } = binding();
/** README: so many events can be resumed, for so long. */
const KEPT = 1000;
const KEPT_SECONDS = 3600;
/** A run of so many steps tells of each of them, of its beginning and its end. */
const STEPS = 20;
const RUNS_AT_ONCE = 8;
const WAIT_MS = 60_000;
/** What was missed is told at once; in the time of a test that it is not must show. */
const RESUMED_MS = 12_000;
const HOOK_MS = 180_000;

let user: Client;
/** Whose runs are told of here; others of our tenant have runs too. */
let workflow: Workflow;
/** Hears everything from the beginning on. */
let steady: EventStream;
const resumed: { readonly after: string; readonly stream: EventStream }[] = [];

const idsOf = ({ events }: EventStream) => events.map(({ id }) => id);
const lastIdOf = ({ events }: EventStream) => events.at(-1)?.id ?? '';

/** Runs until there are events enough; meanwhile somebody comes back again and again, just when something is told. */
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
  steady = await openStream(user);
  workflow = await createWorkflow(
    user,
    `History ${randomUUID().slice(0, 8)}`,
    Array<string>(STEPS).fill('a'),
  );
  let isEnough = false;
  const run = async () => {
    while (!isEnough) {
      await runToEnd(user, workflow);
      isEnough = steady.events.length > KEPT + 1;
    }
  };
  const comeBack = async () => {
    while (!isEnough) {
      const after = lastIdOf(steady);
      if (after !== '') resumed.push({ after, stream: await openStream(user, { lastEventId: after }) });
      const next = steady.events.length + 5;
      await until(
        'a few more events',
        () => steady.events.length,
        (count) => isEnough || count > next,
        WAIT_MS,
      );
    }
  };
  await Promise.all([...Array.from({ length: RUNS_AT_ONCE }, run), comeBack()]);
}, HOOK_MS);
afterAll(() => [steady, ...resumed.map(({ stream }) => stream)].forEach((stream) => stream.close()));

describe('the stream of events', () => {
  test('resumes after any of the last 1000 events, without gap or repetition @CON-03/sse-resume @RES-04/events-kept', async () => {
    const all = idsOf(steady);
    for (const back of [KEPT, KEPT - 1, Math.ceil(KEPT / 2), 200, 1]) {
      const after = all.at(-1 - back) ?? '';
      const stream = await openStream(user, { lastEventId: after });
      const wanted = all.slice(all.length - back);
      const isThere = () => stream.events.some(({ id }) => id === all.at(-1));
      await until(`the last event, resumed ${back} events back`, isThere, Boolean, RESUMED_MS).catch(
        () => undefined,
      );
      stream.close();
      const got = idsOf(stream);
      expect(stream.events[0]?.type, `resumed ${back} events back: the first one`).not.toBe('reset');
      expect(got.slice(0, wanted.length), `resumed ${back} events back`).toEqual(wanted);
    }
  });

  test('loses and repeats nothing for whoever comes just when something is told @CON-03/sse-resume @RES-04/events-kept', async () => {
    expect(resumed.length, 'times that somebody came back while events were told').toBeGreaterThan(5);
    const last = lastIdOf(steady);
    for (const { after, stream } of resumed) {
      const hasLast = () => stream.events.some(({ id }) => id === last);
      await until(`the last event, for who came after ${after}`, hasLast, Boolean, RESUMED_MS).catch(
        () => undefined,
      );
      const all = idsOf(steady);
      expect(idsOf(stream).slice(0, all.indexOf(last) - all.indexOf(after)), `after ${after}`).toEqual(
        all.slice(all.indexOf(after) + 1, all.indexOf(last) + 1),
      );
    }
  });

  test('tells of each run in its order: queued, running, each step, its end, each once @CON-03/sse @FUN-03/live-sse', () => {
    const runs = new Map<string, string[]>();
    for (const { type, data } of steady.events) {
      if (type !== 'run.progress' || !data.includes(workflow.id)) continue;
      const { runId, status, progress } = JSON.parse(data) as {
        runId: string;
        status: string;
        progress: number;
      };
      runs.set(runId, [...(runs.get(runId) ?? []), `${status} ${progress}`]);
    }
    const steps = Array.from({ length: STEPS - 1 }, (_, n) => `running ${((n + 1) * 100) / STEPS}`);
    const whole = ['queued 0', 'running 0', ...steps, 'succeeded 100'];
    expect(runs.size, 'runs').toBeGreaterThan(20);
    for (const [id, told] of runs) expect(told, `run ${id}`).toEqual(whole.slice(0, told.length));
    const ended = [...runs.values()].filter((told) => told.length === whole.length);
    expect(ended.length, 'runs that were told whole').toBeGreaterThan(20);
  });

  test.skipIf(queueUrl === '')('is kept for an hour after its last event @CON-03/sse-resume', async () => {
    const redis = new Redis(queueUrl);
    try {
      const keys = (await redis.keys('*')).filter((key) => key.startsWith('events:'));
      const lives = await Promise.all(
        keys.map(async (key) => {
          const [newest] = await redis.xrevrange(key, '+', '-', 'COUNT', 1);
          return { holds: newest?.[0], seconds: await redis.ttl(key) };
        }),
      );
      const own = lives.find(({ holds }) => holds === lastIdOf(steady));
      expect(own?.seconds, 'seconds that the history of our tenant is kept yet').toBeGreaterThan(
        KEPT_SECONDS - 300,
      );
      expect(own?.seconds).toBeLessThanOrEqual(KEPT_SECONDS);
    } finally {
      redis.disconnect();
    }
  });
});
