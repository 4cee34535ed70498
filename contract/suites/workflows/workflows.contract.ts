import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { REFUSED_WORKFLOWS } from '../../../fixtures/data/workflow.ts';
import {
  type Client,
  expectBody,
  expectInvalid,
  expectRefusal,
  expectStatus,
  signIn,
} from '../shared/client.ts';
import { createWorkflow, runNow, runToEnd, startRun, untilOver } from '../shared/runs.ts';
import { listOf, run, workflow } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

const { apiUrl, accounts } = binding();
const NOWHERE = '00000000-0000-4000-8000-000000000000';
const LONG = Array.from({ length: 20 }, (_, index) => `step ${index + 1}`);

let user: Client;
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
});
const named = (what: string) => `${what} ${randomUUID().slice(0, 8)}`;

describe('a workflow', () => {
  test('is created as asked, found under its location, and in the list @FUN-03/create @FUN-03/list', async () => {
    const name = named('Made');
    const answer = await user.create('/workflows', { name, steps: ['collect', 'check'] });
    const made = expectBody(answer, 201, workflow);
    expect(made).toMatchObject({ name, steps: ['collect', 'check'], createdBy: accounts.user.username });
    expect(answer.headers.get('location'), answer.what).toBe(`/workflows/${made.id}`);
    expect(expectBody(await user.get(`/workflows/${made.id}`), 200, workflow)).toEqual(made);
    expect(expectBody(await user.get('/workflows'), 200, listOf(workflow)).items).toContainEqual(made);
  });

  test('has the documented steps when none are given @FUN-03/create', async () => {
    expect((await createWorkflow(user, named('Default'))).steps).toEqual(['collect', 'summarise']);
  });

  for (const [index, { field, body }] of REFUSED_WORKFLOWS.entries())
    test(`is refused for its ${field}, case ${index + 1} @FUN-03/create @SEC-08/input @CON-04/400-fields`, async () => {
      expectInvalid(await user.create('/workflows', body), field);
    });

  test('is changed by a put of both its fields @FUN-03/change', async () => {
    const made = await createWorkflow(user, named('Before'));
    const changes = { name: named('After'), steps: ['publish'] };
    const changed = expectBody(await user.put(`/workflows/${made.id}`, changes), 200, workflow);
    expect(changed).toEqual({ ...made, ...changes });
    expect(expectBody(await user.get(`/workflows/${made.id}`), 200, workflow)).toEqual(changed);
    expectInvalid(await user.put(`/workflows/${made.id}`, { name: changes.name }), 'steps');
  });

  test('that was deleted is gone, with its runs @FUN-03/change @FUN-03/list @CON-04/404', async () => {
    const made = await createWorkflow(user, named('Deleted'));
    const { id } = await runToEnd(user, made);
    expectStatus(await user.delete(`/workflows/${made.id}`), 204);
    for (const path of [`/workflows/${made.id}`, `/workflows/${made.id}/runs/${id}`])
      expectRefusal(await user.get(path), 404, 'NOT_FOUND');
    expectRefusal(await user.post(`/workflows/${made.id}/runs`), 404, 'NOT_FOUND');
    expectRefusal(await user.delete(`/workflows/${made.id}`), 404, 'NOT_FOUND');
    const { items } = expectBody(await user.get('/workflows?limit=100'), 200, listOf(workflow));
    expect(
      items.map((one) => one.id),
      'GET /workflows',
    ).not.toContain(made.id);
    const latest = await user.get('/runs/latest');
    expect(latest.bytes.toString(), latest.what).not.toContain(id);
  });

  test('that does not exist is not found, a malformed id is refused @CON-04/404 @CON-04/400-fields', async () => {
    expectRefusal(await user.get(`/workflows/${NOWHERE}`), 404, 'NOT_FOUND');
    expectRefusal(await user.put(`/workflows/${NOWHERE}`, { name: 'x', steps: ['x'] }), 404, 'NOT_FOUND');
    expectInvalid(await user.get('/workflows/7'), 'id');
  });
});

describe('a run', () => {
  test('goes from queued to succeeded, its progress rises to 100, and it gives a result @FUN-03/run @FUN-03/result', async () => {
    const steps = LONG.slice(0, 10);
    const made = await createWorkflow(user, named('Run'), steps);
    const started = await startRun(user, made);
    expect(started, 'POST /workflows/:id/runs').toMatchObject({
      workflowId: made.id,
      progress: 0,
      result: null,
      failure: null,
    });
    const seen: number[] = [];
    const over = await until(
      'the run is over',
      async () => {
        const now = await runNow(user, started);
        seen.push(now.progress);
        return now;
      },
      ({ finishedAt }) => finishedAt !== null,
    );
    expect(over, 'the run at its end').toMatchObject({ status: 'succeeded', progress: 100, failure: null });
    expect(
      over.result?.steps.map(({ name }) => name),
      'the steps of its result',
    ).toEqual(steps);
    expect(seen, 'its progress, each time it was asked for').toEqual([...seen].sort((a, b) => a - b));
    const times = [over.createdAt, over.startedAt, over.finishedAt].map((at) => Date.parse(at ?? ''));
    expect(times, 'created, started, finished').toEqual([...times].sort((a, b) => a - b));
    expect(
      expectBody(await user.get('/runs/latest'), 200, listOf(run).pick({ items: true })).items,
    ).toContainEqual(over);
  });

  test('that fails says why, without a result, and stops before 100 @FUN-03/run @FUN-03/result', async () => {
    const made = await createWorkflow(user, named('Fails'), ['collect', 'fail', 'publish']);
    const over = await runToEnd(user, made);
    expect(over).toMatchObject({
      status: 'failed',
      result: null,
      failure: expect.stringMatching(/\w+ .*\w/) as string,
    });
    expect(over.progress, 'progress of a failed run').toBeLessThan(100);
  });

  test('that is cancelled ends as cancelled, and stays so @FUN-03/cancel', async () => {
    const made = await createWorkflow(user, named('Cancelled'), LONG);
    const started = await startRun(user, made);
    const cancel = () => user.post(`/workflows/${made.id}/runs/${started.id}/cancel`);
    expect(expectBody(await cancel(), 200, run)).toMatchObject({
      id: started.id,
      status: 'cancelled',
      result: null,
    });
    expectBody(await cancel(), 200, run);
    // A later run of the same queue being over, the worker is done with the cancelled one too.
    await runToEnd(user, await createWorkflow(user, named('Later'), LONG.slice(0, 3)));
    const over = await runNow(user, started);
    expect(over).toMatchObject({ status: 'cancelled', result: null });
    expect(over.progress, 'progress of a cancelled run').toBeLessThan(100);
  });

  test('that is over cannot be cancelled @FUN-03/cancel @CON-04/409', async () => {
    const over = await runToEnd(user, await createWorkflow(user, named('Over')));
    const answer = await user.post(`/workflows/${over.workflowId}/runs/${over.id}/cancel`);
    expectRefusal(answer, 409, 'RUN_OVER');
    expect(await runNow(user, over)).toEqual(over);
  });

  test('is listed with the others of its workflow, newest first @FUN-03/list @CON-09/runs', async () => {
    const made = await createWorkflow(user, named('Runs'));
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift((await startRun(user, made)).id);
    const answer = await user.get(`/workflows/${made.id}/runs?limit=2`);
    const first = expectBody(answer, 200, listOf(run));
    const cursor = encodeURIComponent(first.nextCursor ?? '');
    const rest = expectBody(
      await user.get(`/workflows/${made.id}/runs?limit=2&cursor=${cursor}`),
      200,
      listOf(run),
    );
    expect(
      [...first.items, ...rest.items].map(({ id }) => id),
      answer.what,
    ).toEqual(ids);
    expect(rest.nextCursor).toBeNull();
    await Promise.all(first.items.map((one) => untilOver(user, one)));
  });

  test('of another workflow is not found under this one @CON-04/404', async () => {
    const [mine, other] = [
      await createWorkflow(user, named('One')),
      await createWorkflow(user, named('Other')),
    ];
    const { id } = await runToEnd(user, mine);
    expectRefusal(await user.get(`/workflows/${other.id}/runs/${id}`), 404, 'NOT_FOUND');
  });
});
