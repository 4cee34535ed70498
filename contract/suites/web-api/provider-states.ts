import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Account, Binding } from '../../../fixtures/bindings/target.ts';
import { type Answer, type Client, expectBody, expectStatus, signIn } from '../shared/client.ts';
import { createWorkflow, runNow, runToEnd, startRun, untilOver } from '../shared/runs.ts';
import { alerts, delivery, listOf, notifications, upload, type Run } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';
import { FILE } from './example-files.ts';

/** What replaces the examples of the pact. */
export type Values = Readonly<Record<string, string>>;
export type State = keyof ReturnType<typeof providerStates>;

const PAGE = 20;
const AUDIT_PAGE = 10;
const created = z.looseObject({ id: z.uuid() });
const page = z.looseObject({ nextCursor: z.string() });
const key = () => `pact-${randomUUID()}`;

/**
 * Puts the running API into each state, and gives what is to be asked then. Rejects where that does not work. What an interaction
 * uses up is made for it alone.
 */
export function providerStates({ apiUrl, accounts, webhooksUrl }: Binding) {
  const signedIn = (account: Account) => once(() => signIn(apiUrl, account));
  const user = signedIn(accounts.user);
  const admin = signedIn(accounts.admin);
  const withUser = async (work: (client: Client) => Promise<Values>): Promise<Values> => {
    const client = await user();
    return { token: client.token ?? '', ...(await work(client)) };
  };
  const withAdmin = async (work: (client: Client) => Promise<Values>): Promise<Values> => {
    const client = await admin();
    return { token: client.token ?? '', ...(await work(client)) };
  };
  const ended = async () => {
    const client = await signIn(apiUrl, accounts.user);
    expectStatus(await client.post('/auth/logout'), 204);
    return { token: client.token ?? '' };
  };
  const nothing = () => Promise.resolve({});
  const shared = sharedThings(user);
  const alertOf = async (client: Client) => ({ alert: await alertOfFailure(client) });

  return {
    'nobody is signed in': nothing,
    'an account exists': () =>
      Promise.resolve({ email: accounts.user.username, password: accounts.user.password }),
    'somebody is signed in': () => withUser(nothing),
    'an admin is signed in': () => withAdmin(nothing),
    'somebody is about to sign out': async () => ({
      token: (await signIn(apiUrl, accounts.user)).token ?? '',
    }),
    'somebody has signed out': ended,
    'somebody is signed in, with a key of their own': () => withUser(() => Promise.resolve({ key: key() })),
    'a key that was used': () => withUser(usedKey),
    'more workflows than a page': () => withUser(() => shared.workflows()),
    'a workflow': () => withUser(async (client) => ({ workflow: (await newWorkflow(client)).id })),
    'a workflow that was deleted': () => withUser(deletedWorkflow),
    'a run that succeeded': () => withUser(() => shared.succeeded()),
    'two runs': () => withUser(twoRuns),
    'a run that failed': () => withUser(() => shared.failed()),
    'a run that goes on': () => withUser(async (client) => valuesOf(await runningRun(client))),
    'a run that was cancelled': () => withUser(cancelledRun),
    'an open alert': () => withUser(alertOf),
    'a resolved alert': () =>
      withUser(async (client) => {
        const { alert } = await alertOf(client);
        expectStatus(await client.post(`/alerts/${alert}/resolve`), 200);
        return { alert };
      }),
    'two uploads': () => withUser(twoUploads),
    'an upload that was deleted': () => withUser(deletedUpload),
    'a document about zebras': () => withUser(() => shared.document()),
    'an unread notification': () => withUser(unreadNotification),
    'a webhook with a delivery': () =>
      withAdmin(async (client) => ({ webhook: await shared.webhook(client, webhooksUrl) })),
    'a long audit log': () => withAdmin(longAudit),
  };
}

/** What is only looked at is made once. */
function sharedThings(user: () => Promise<Client>) {
  const workflows = once(async () => {
    const client = await user();
    await Promise.all(Array.from({ length: PAGE + 1 }, () => newWorkflow(client)));
    return cursorOf('/workflows?limit=1')(client);
  });
  const succeeded = once(async () => valuesOf(await endedRun(await user(), ['collect'])));
  const failed = once(async () => valuesOf(await endedRun(await user(), ['collect', 'fail'])));
  const document = once(async () => {
    const json = { title: 'Zebras', body: 'About zebras & lions only.' };
    expectStatus(await (await user()).create('/documents', json), 201);
    return {};
  });
  let hooked: Promise<string> | undefined;
  const webhook = (admin: Client, url: string | undefined) =>
    (hooked ??= user().then((client) => webhookWithDelivery(client, admin, url)));
  return { workflows, succeeded, failed, document, webhook };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

const idIn = async (answer: Promise<Answer>) => expectBody(await answer, 201, created).id;
const valuesOf = ({ workflowId, id }: Run) => ({ workflow: workflowId, run: id });
const newWorkflow = (client: Client, steps?: readonly string[]) =>
  createWorkflow(client, `Pact ${randomUUID().slice(0, 8)}`, steps);
const endedRun = async (client: Client, steps: readonly string[]) =>
  runToEnd(client, await newWorkflow(client, steps));

/** Where the page after the first item begins. */
const cursorOf = (path: string) => async (client: Client) => ({
  cursor: expectBody(await client.get(path), 200, page).nextCursor,
});

async function usedKey(client: Client): Promise<Values> {
  const used = key();
  expectStatus(await client.post('/workflows', { name: 'Invoices' }, { 'idempotency-key': used }), 201);
  return { key: used };
}

async function deletedWorkflow(client: Client): Promise<Values> {
  const { id } = await newWorkflow(client);
  expectStatus(await client.delete(`/workflows/${id}`), 204);
  return { workflow: id };
}

async function twoRuns(client: Client): Promise<Values> {
  const first = await endedRun(client, ['collect']);
  await untilOver(client, await startRun(client, { id: first.workflowId }));
  const path = `/workflows/${first.workflowId}/runs?limit=1`;
  return { ...valuesOf(first), ...(await cursorOf(path)(client)) };
}

async function runningRun(client: Client): Promise<Run> {
  const started = await startRun(client, await newWorkflow(client, ['wait 3000']));
  return until(
    'a run that is running',
    () => runNow(client, started),
    ({ status }) => status === 'running',
  );
}

async function cancelledRun(client: Client): Promise<Values> {
  const run = await runningRun(client);
  expectStatus(await client.post(`/workflows/${run.workflowId}/runs/${run.id}/cancel`), 200);
  return valuesOf(run);
}

/** The alert of a workflow whose run has failed just now. */
async function alertOfFailure(client: Client): Promise<string> {
  const workflow = await newWorkflow(client, ['fail']);
  await runToEnd(client, workflow);
  const look = async () =>
    expectBody(await client.get('/alerts?status=open'), 200, alerts).items.find(({ title }) =>
      title.includes(workflow.name),
    );
  return (await until(`an alert of "${workflow.name}"`, look, (found) => found !== undefined))?.id ?? '';
}

const store = (client: Client) =>
  client.ask('POST', `/uploads?name=${encodeURIComponent(FILE.name)}`, {
    body: FILE.content,
    headers: { 'content-type': FILE.type, 'idempotency-key': key() },
  });

async function twoUploads(client: Client): Promise<Values> {
  await idIn(store(client));
  const { id } = expectBody(await store(client), 201, upload);
  return { upload: id, ...(await cursorOf('/uploads?limit=1')(client)) };
}

async function deletedUpload(client: Client): Promise<Values> {
  const id = await idIn(store(client));
  expectStatus(await client.delete(`/uploads/${id}`), 204);
  return { upload: id };
}

/** And an older one before it. */
async function unreadNotification(client: Client): Promise<Values> {
  const workflow = await newWorkflow(client, ['collect']);
  await runToEnd(client, workflow);
  await runToEnd(client, workflow);
  const look = async () =>
    expectBody(await client.get('/notifications?unread=true&limit=2'), 200, notifications).items.filter(
      ({ title }) => title.includes(workflow.name),
    );
  const [newest] = await until(`two notifications of "${workflow.name}"`, look, ({ length }) => length === 2);
  return { notification: newest?.id ?? '', ...(await cursorOf('/notifications?limit=1')(client)) };
}

async function webhookWithDelivery(
  user: Client,
  admin: Client,
  receiver: string | undefined,
): Promise<string> {
  if (receiver === undefined) throw new Error('nothing takes webhooks here');
  const hook = { url: `${receiver}/hooks/pact-${randomUUID()}`, events: ['run.succeeded'] };
  const id = await idIn(admin.create('/webhooks', hook));
  await endedRun(user, ['collect']);
  const look = async () =>
    expectBody(await admin.get(`/webhooks/${id}/deliveries`), 200, listOf(delivery)).items.length;
  await until(`a delivery of webhook ${id}`, look, (count) => count > 0);
  return id;
}

/** Whoever looks at it leaves a line. */
async function longAudit(client: Client): Promise<Values> {
  for (let line = 0; line <= AUDIT_PAGE + 1; line++)
    expectStatus(await client.get('/admin/audit?limit=1'), 200);
  return cursorOf('/admin/audit?limit=1')(client);
}
