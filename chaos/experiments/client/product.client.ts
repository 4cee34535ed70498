/**
 * Two tenants of the reference target who make, run, upload, write, read and listen for DURATION_MS (10 s unless set), and then look at what became
 * of it. Nobody listens where STREAMS is `none`: for what makes the product forget its streams, or lasts longer than it keeps them. Each operation stands in HISTORY_FILE (`history.ndjson` unless set), from when it was asked for; nothing is judged here. Bare, beside
 * `./harness target up`: `node chaos/experiments/client/product.client.ts`.
 */
import { randomBytes } from 'node:crypto';
import { binding } from '../../../fixtures/bindings/target.ts';
import { HISTORY_FILE, HistoryJournal } from '../../history/journal.ts';
import type { Thing } from '../../history/operation.ts';
import type { Actor } from './actor.ts';
import { listen, readAgain, withoutData, type Listener } from './hears.ts';
import * as looks from './looks.ts';
import { make, type Made, makesAndRuns, peeks, run, uploads } from './makes.ts';
import { namesFor } from './names.ts';
import { Session } from './session.ts';
import { values } from './values.ts';

const { apiUrl, accounts, tenant, neighbour, collectorUrl, webhooksUrl } = binding();
const nonce = randomBytes(4).toString('hex');
const signal = AbortSignal.timeout(Number(process.env['DURATION_MS'] ?? 10_000));
const journal = new HistoryJournal(process.env[HISTORY_FILE] ?? 'history.ndjson');
const owners = new Map<string, string>();
const isListening = process.env['STREAMS'] !== 'none';
/** Beyond those of the traffic. */
const LAST = 1_000_000;
const HEARS_MS = 15_000;

/** One tenant: who acts, what is told of it, and who listens. */
interface Party {
  readonly actor: Actor;
  readonly hook: looks.Hook | undefined;
  readonly listeners: readonly Listener[];
}

/** `restlessMs`: one more listens, and connects anew that often. */
async function begin(name: string, people: typeof accounts, restlessMs?: number): Promise<Party> {
  const actor = await actorOf(name, people);
  const hook = await hookOf(actor);
  if (!isListening) return { actor, hook, listeners: [] };
  const restless = restlessMs === undefined ? [] : [listen(actor, apiUrl, 'restless', restlessMs)];
  return { actor, hook, listeners: [listen(actor, apiUrl, 'listener'), ...restless] };
}

async function leave({ actor, hook, listeners }: Party): Promise<void> {
  await Promise.all(listeners.map((one) => one.close()));
  if (hook !== undefined) await actor.admin.ask('DELETE', `/webhooks/${hook.id}`);
}

async function actorOf(name: string, people: typeof accounts): Promise<Actor> {
  const [user, admin] = [new Session(apiUrl, people.user), new Session(apiUrl, people.admin)];
  await Promise.all([user.signIn(), admin.signIn()]);
  const common = { nonce, journal, owners, signal };
  return { ...common, tenant: name, names: namesFor(name, nonce), user, admin, workflows: [] };
}

async function hookOf({ admin, names }: Actor): Promise<looks.Hook | undefined> {
  if (collectorUrl === undefined || webhooksUrl === undefined) return undefined;
  const name = names.of('w', 0);
  const { status, json } = await admin.ask('POST', '/webhooks', {
    json: { url: `${webhooksUrl}/hooks/${name}`, events: ['run.succeeded'] },
    headers: { 'idempotency-key': name },
  });
  if (status !== 201) throw new Error(`POST /webhooks answered ${status}`);
  return { id: (json as { readonly id: string }).id, name };
}

/** Whether the end of that workflow's run was told, and that somebody was notified of it. */
function isToldOf({ name, id }: Made) {
  return (things: readonly Thing[]) => {
    const has = (type: string, ...words: readonly string[]) =>
      things.some((one) => one.id === type && words.every((word) => one.value?.includes(word) === true));
    return has('notification.created', name) && has('run.progress', id, 'succeeded');
  };
}

/** What came of it all, once one more run is done and everybody has had the time to hear of it. */
async function lookAtAll({ actor, hook, listeners }: Party): Promise<void> {
  const last = await make(actor, LAST, 'look');
  if (last === undefined) throw new Error('no workflow can be made at the end');
  // Before it is run: what others do may be told after its end, and not to everybody by then.
  const isWhole = isToldOf(last);
  for (const { heard } of listeners) heard.endAt(isWhole);
  await run(actor, last, false, 'look');
  const made = await looks.look(actor, 'workflows', () => looks.workflows(actor));
  const ran = await looks.look(actor, 'runs', () => looks.runs(actor, made));
  await looks.look(actor, 'uploads', () => looks.uploads(actor));
  await looks.look(actor, 'notifications', () => looks.notifications(actor));
  const done = ran.filter(({ value }) => value === 'done');
  if (hook !== undefined && collectorUrl !== undefined)
    await looks.look(actor, 'webhooks', () => looks.deliveries(actor, collectorUrl, hook, done));
  const deadline = performance.now() + HEARS_MS;
  while (!listeners.every(({ heard }) => heard.isOver) && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 100));
  if (listeners.some(({ heard }) => heard.things.length === 0))
    throw new Error(`somebody of ${actor.tenant} who listened never heard anything`);
  const first = listeners.flatMap(({ heard }) => heard.things[0]?.key ?? []).sort()[0];
  if (first === undefined) return;
  await looks.look(actor, 'events', async () => {
    const events = await readAgain(actor, apiUrl, first, isWhole, HEARS_MS);
    if (events === undefined) throw new Error('the stream did not tell its end again');
    return events.map(withoutData);
  });
}

const own = await begin(tenant, accounts, 2_500);
const other = neighbour && (await begin(neighbour.tenant, neighbour.accounts));
const all = other ? [own, other] : [own];
await Promise.all([
  makesAndRuns(own.actor, 400, 15),
  uploads(own.actor, 900),
  values(own.actor, 250),
  ...(other
    ? [
        makesAndRuns(other.actor, 1_200, 5),
        peeks(own.actor, other.actor, 600),
        peeks(other.actor, own.actor, 1_200),
      ]
    : []),
]);
await Promise.all(all.map(lookAtAll));
await Promise.all(all.map(leave));
process.exit(0);
