import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, expectBody, expectRefusal, expectStatus, signIn } from '../shared/client.ts';
import { createWorkflow, runNow, runToEnd } from '../shared/runs.ts';
import { alerts, listOf, notifications, type Run, run, type Workflow, workflow } from '../shared/shapes.ts';
import { signInToWeb } from '../shared/web.ts';
import { expectSaid, expectSent, named, post, STRANGE_PATHS } from './visitor.ts';

const { webUrl, apiUrl, accounts } = binding();

let api: Client;
let cookie: string;
let failing: Workflow;
beforeAll(async () => {
  api = await signIn(apiUrl, accounts.user);
  cookie = await signInToWeb(webUrl, accounts.user);
  failing = await createWorkflow(api, named('Forms'), ['fail']);
  await runToEnd(api, failing);
});

const byName = async (name: string) => {
  const { items } = expectBody(await api.get('/workflows?limit=100'), 200, listOf(workflow));
  return items.filter((one) => one.name === name);
};
const ofFailing = async () =>
  expectBody(await api.get('/alerts'), 200, alerts).items.filter(({ title }) => title.includes(failing.name));

describe('the form of a workflow', () => {
  test('creates it once, with its steps, and leads back @FUN-03/create @CON-08/workflows', async () => {
    const name = named('From a form');
    const sent = {
      name: `  ${name} `,
      steps: ' one ,two,  three four',
      key: randomUUID(),
      back: '/workflows?limit=5',
    };
    expectSent(await post('/workflows', sent, cookie), '/workflows?limit=5');
    expectSent(await post('/workflows', sent, cookie), '/workflows?limit=5');
    const [made, ...others] = await byName(name);
    expect(others, 'others of that name').toEqual([]);
    expect(made).toMatchObject({ steps: ['one', 'two', 'three four'], createdBy: accounts.user.username });
  });

  test('without steps makes the default ones @FUN-03/create', async () => {
    const name = named('Default');
    expectSent(
      await post('/workflows', { name, steps: '  ', key: randomUUID(), back: '/workflows' }, cookie),
      '/workflows',
    );
    expect((await byName(name)).map(({ steps }) => steps)).toEqual([['collect', 'summarise']]);
  });

  for (const [title, fields, status, said] of [
    ['a blank name', { name: '   ' }, 400, /name/i],
    ['a name of 101 characters', { name: 'n'.repeat(101) }, 400, /name/i],
    ['a blank step', { steps: 'one,,two' }, 400, /steps/i],
    ['21 steps', { steps: Array(21).fill('s').join(',') }, 400, /steps/i],
    ['no key', { key: '' }, 400, /key/i],
  ] as const)
    test(`with ${title} is answered by the page, with what is wrong @FUN-03/create @SEC-08/input`, async () => {
      const name = named('Wrong');
      const all = { name, steps: '', key: randomUUID(), back: '/workflows', ...fields };
      expectSaid(await post('/workflows', all, cookie), status, said);
      expect(await byName(name)).toEqual([]);
    });

  test('with the key of another is answered by the page', async () => {
    const [key, name] = [randomUUID(), named('Second')];
    expectSent(
      await post('/workflows', { name: named('First'), key, back: '/workflows' }, cookie),
      '/workflows',
    );
    expectSaid(
      await post('/workflows', { name, key, back: '/workflows' }, cookie),
      422,
      /sent before with other content/,
    );
    expect(await byName(name)).toEqual([]);
  });

  for (const back of STRANGE_PATHS)
    test(`never leads to ${JSON.stringify(back)} @SEC-08/redirects`, async () => {
      const answer = await post('/workflows', { name: named('Back'), key: randomUUID(), back }, cookie);
      expectSent(answer, '/dashboard');
    });
});

describe('the forms of', () => {
  test('a run start it, cancel it, and lead back @FUN-03/cancel', async () => {
    const made = await createWorkflow(api, named('Runs'), ['wait 4000']);
    expectSent(
      await post(`/workflows/${made.id}/runs`, { back: `/workflows/${made.id}` }, cookie),
      `/workflows/${made.id}`,
    );
    const { items } = expectBody(await api.get(`/workflows/${made.id}/runs`), 200, listOf(run));
    expect(items.length, 'runs').toBe(1);
    const started = items[0] as Run;
    expectSent(
      await post(`/workflows/${made.id}/runs/${started.id}/cancel`, {}, cookie),
      `/workflows/${made.id}`,
    );
    expect((await runNow(api, started)).status).toBe('cancelled');
    const ended = await runToEnd(api, await createWorkflow(api, named('Over')));
    expectSaid(
      await post(`/workflows/${ended.workflowId}/runs/${ended.id}/cancel`, {}, cookie),
      409,
      /has changed meanwhile/,
    );
  });

  test('a workflow delete it @FUN-03/change', async () => {
    const made = await createWorkflow(api, named('Gone'));
    expectSent(await post(`/workflows/${made.id}/delete`, {}, cookie), '/workflows');
    expectRefusal(await api.get(`/workflows/${made.id}`), 404, 'NOT_FOUND');
    expectStatus(await post(`/workflows/${made.id}/delete`, {}, cookie), 404);
    expectStatus(await post('/workflows/not-an-id/delete', {}, cookie), 400);
  });

  test('an alert acknowledge and resolve it @FUN-05/acknowledged @FUN-05/resolved', async () => {
    const [opened] = await ofFailing();
    const path = `/alerts/${opened?.id ?? ''}`;
    expectSent(await post(`${path}/acknowledge`, { back: '/alerts' }, cookie), '/alerts');
    expect(await ofFailing()).toMatchObject([
      { status: 'acknowledged', acknowledgedBy: accounts.user.username },
    ]);
    expectSent(await post(`${path}/resolve`, { back: '/dashboard' }, cookie), '/dashboard');
    expect(await ofFailing()).toMatchObject([{ status: 'resolved' }]);
    expectSaid(await post(`${path}/acknowledge`, { back: '/alerts' }, cookie), 409, /has changed meanwhile/);
  });

  test('notifications mark one and all as read @FUN-06/read', async () => {
    // The other files look at what the user is told.
    const admin = await signIn(apiUrl, accounts.admin);
    const own = await signInToWeb(webUrl, accounts.admin);
    const list = async () =>
      expectBody(await admin.get('/notifications?unread=true&limit=100'), 200, notifications);
    await runToEnd(admin, failing);
    const [first] = (await list()).items;
    expectSent(await post(`/notifications/${first?.id ?? ''}/read`, {}, own), '/notifications');
    expect((await list()).items.map(({ id }) => id)).not.toContain(first?.id);
    await runToEnd(admin, failing);
    const ids = (await list()).items.map(({ id }) => id);
    expect(ids.length, 'unread ones').toBeGreaterThan(0);
    expectSent(await post('/notifications/read-all', {}, own), '/notifications');
    expect(
      (await list()).items.filter(({ id }) => ids.includes(id)),
      'unread ones, once all were read',
    ).toEqual([]);
  });
});
