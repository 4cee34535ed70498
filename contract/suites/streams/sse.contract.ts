import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, clientOf, expectRefusal, signIn } from '../shared/client.ts';
import { type EventStream, openStream } from '../shared/event-stream.ts';
import { createWorkflow, runToEnd, startRun, untilOver } from '../shared/runs.ts';
import type { Run } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { signInToWeb } from '../shared/web.ts';
import { flawOf, progressOf } from './messages.ts';

const { apiUrl, webUrl, accounts, neighbour } = binding();
/** Long enough to see that news come while it goes on. */
const SLOW = ['wait 100', 'wait 100', 'wait 100', 'wait 100', 'wait 100'];
const QUICK = ['collect', 'check', 'publish'];

let user: Client;
const open: EventStream[] = [];
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
});
afterEach(() => open.splice(0).forEach((stream) => stream.close()));

async function listen(...options: Parameters<typeof openStream>): Promise<EventStream> {
  const stream = await openStream(...options);
  open.push(stream);
  return stream;
}
const workflow = (steps: readonly string[], client = user) =>
  createWorkflow(client, `Streamed ${randomUUID().slice(0, 8)}`, steps);
const run = async (steps: readonly string[], client = user): Promise<Run> =>
  runToEnd(client, await workflow(steps, client));
/** When the end of a run was told. */
const told = (stream: EventStream, { id, status }: Run) =>
  stream.first(
    `run.progress: run ${id} ${status}`,
    ({ type, data }) => type === 'run.progress' && data.includes(id) && data.includes(status),
  );

describe('the stream of events', () => {
  test('tells each run from its beginning to 100, and every event is as agreed @CON-03/sse @FUN-03/live-sse', async () => {
    const stream = await listen(user);
    expect(stream.headers.get('cache-control'), 'GET /events: cache-control').toMatch(/no-(store|cache)/);
    const over = await run(QUICK);
    await told(stream, over);
    const progress = progressOf(stream.events, over.id);
    expect(progress.at(-1), 'the last event of the run').toMatchObject({
      status: 'succeeded',
      progress: 100,
      workflowId: over.workflowId,
    });
    const steps = progress.map((one) => one.progress);
    expect(steps, 'progress, as it was told').toEqual([...steps].sort((a, b) => a - b));
    expect(
      progress.some(({ status }) => status === 'running'),
      'it was told to be running',
    ).toBe(true);
    const flaws = stream.events.map(({ type, data }) => flawOf(type, JSON.parse(data)));
    expect(flaws.filter((flaw) => flaw !== undefined)).toEqual([]);
    expect(new Set(stream.events.map(({ id }) => id)).size, 'different event ids').toBe(stream.events.length);
  });

  test('tells at once: the beginning of a run arrives long before its end @FUN-03/live-sse', async () => {
    const stream = await listen(user);
    const started = await startRun(user, await workflow(SLOW));
    const over = await untilOver(user, started);
    const last = await told(stream, over);
    const [first] = progressOf(stream.events, over.id);
    const earlierMs = last.atMs - (first?.event.atMs ?? last.atMs);
    expect(earlierMs, 'ms between the first and the last event of a run of 500 ms').toBeGreaterThan(250);
  });

  test('tells of alerts and of notifications @CON-03/sse @FUN-05/live @FUN-06/live', async () => {
    const stream = await listen(user);
    const failing = await workflow(['fail']);
    await runToEnd(user, failing);
    const named = (type: string) =>
      stream.first(
        `${type} of "${failing.name}"`,
        (event) => event.type === type && event.data.includes(failing.name),
      );
    const [alert, notification] = [await named('alert.changed'), await named('notification.created')];
    for (const { type, data } of [alert, notification])
      expect(flawOf(type, JSON.parse(data))).toBeUndefined();
    expect(JSON.parse(alert.data)).toMatchObject({ status: 'open', severity: 'error' });
    const { alertId } = JSON.parse(alert.data) as { alertId: string };
    for (const [what, status] of [
      ['acknowledge', 'acknowledged'],
      ['resolve', 'resolved'],
    ] as const) {
      await user.post(`/alerts/${alertId}/${what}`);
      await stream.first(
        `alert.changed: ${status}`,
        (event) => event.data.includes(alertId) && event.data.includes(status),
      );
    }
  });

  test('resumes after the last event that was seen, without gap or repetition @CON-03/sse-resume @RES-04/events-kept', async () => {
    const [steady, broken] = [await listen(user), await listen(user)];
    const first = await run(QUICK);
    const { id } = await told(broken, first);
    broken.close();
    const missed = await run(QUICK);
    await told(steady, missed);
    const resumed = await listen(user, { lastEventId: id });
    const last = await told(resumed, missed);
    const idsFrom = (events: EventStream['events']) => events.map((event) => event.id);
    const all = idsFrom(steady.events);
    const wanted = all.slice(all.indexOf(id) + 1, all.indexOf(last.id) + 1);
    const got = idsFrom(resumed.events);
    expect(got.slice(0, got.indexOf(last.id) + 1), 'ids of the events that were missed').toEqual(wanted);
    expect(wanted.length, 'how many were missed').toBeGreaterThan(0);
    await told(resumed, await run(QUICK));
  });

  for (const lastEventId of ['1-1', 'nonsense'])
    test(`begins with a reset when it is asked to resume after the unknown ${lastEventId} @CON-03/sse-resume`, async () => {
      const stream = await listen(user, { lastEventId });
      const first = await stream.first('a first event', () => true);
      expect(first.type, `GET /events, last-event-id: ${lastEventId}: the first event`).toBe('reset');
      await told(stream, await run(QUICK));
    });

  test('is for those who signed in @SEC-06/streams', async () => {
    expectRefusal(await clientOf(apiUrl).get('/events'), 401, 'UNAUTHENTICATED');
    expectRefusal(await clientOf(apiUrl, 'no-token').get('/events'), 401, 'UNAUTHENTICATED');
  });

  test('ends soon after its token is signed out @SEC-06/streams @SEC-06/sessions', async () => {
    const leaving = await signIn(apiUrl, accounts.user);
    const stream = await listen(leaving);
    await leaving.post('/auth/logout');
    await until(
      'the end of GET /events, whose token was revoked',
      () => stream.isOver(),
      (isOver) => isOver,
    );
  });

  test('tells nothing of another tenant @SEC-06/streams-tenant', async ({ skip }) => {
    if (neighbour === undefined) return skip('this target has one tenant only');
    const stranger = await signIn(apiUrl, neighbour.accounts.admin);
    const [ours, theirs] = [await listen(user), await listen(stranger)];
    const mine = await run(QUICK);
    await told(ours, mine);
    // Whatever was to be told of ours was told before theirs.
    const other = await run(QUICK, stranger);
    await told(theirs, other);
    expect(progressOf(theirs.events, mine.id), 'events of our run, told to them').toEqual([]);
    expect(progressOf(ours.events, other.id), 'events of their run, told to us').toEqual([]);
  });

  test('tells it through the web too, for the session @FUN-03/live-sse', async () => {
    const cookie = await signInToWeb(webUrl, accounts.user);
    const stream = await listen({ url: webUrl, token: undefined }, { cookie });
    const over = await runToEnd(user, await workflow(SLOW));
    const last = await told(stream, over);
    const [first] = progressOf(stream.events, over.id);
    expect(
      last.atMs - (first?.event.atMs ?? last.atMs),
      'ms between the first and the last event of a run of 500 ms',
    ).toBeGreaterThan(250);
  });
});
