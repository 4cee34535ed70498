import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { InfraError } from '../../../kernel/errors.ts';
import type { Caller } from '../../observability/caller.ts';
import type { AlertingOptions } from './options.ts';

type Run = SuiteRun<AlertingOptions>;

const TIMEOUT_MS = 10_000;
/** A request this often: ten a second are many times what the rule of 5xx asks for, and far from the rate limit. */
const EVERY_MS = 100;
const SOCKETS = 15;
const FAILING_RUNS = 4;
const SLOW_MS = 200;
/** Longer than a suite may last: nobody is left then who takes it away. */
const LIFE_MS = 60_000;

/** What takes a cause away again. */
export type End = () => Promise<void>;

/** Asks for a list, again and again, until it is ended. What is answered plays no part: that is what alerts are about. */
export function keepAsking(caller: Caller): End {
  const stop = new AbortController();
  const asked = (async () => {
    const open = new Set<Promise<unknown>>();
    while (!stop.signal.aborted) {
      const one: Promise<unknown> = caller
        .ask('/workflows')
        .then((answer) => answer.arrayBuffer())
        .catch(() => undefined)
        .finally(() => open.delete(one));
      open.add(one);
      await sleep(EVERY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    await Promise.all(open);
  })();
  return async () => {
    stop.abort();
    await asked;
  };
}

/** Every answer of the link comes late. */
export function slowLink(run: Run): Promise<End> {
  return toxic(run, 'latency', { latency: SLOW_MS });
}

/** Every connection of the link is reset. */
export function cutLink(run: Run): Promise<End> {
  return toxic(run, 'reset_peer', { timeout: 0 });
}

async function toxic(
  { target, options, scope, recorder }: Run,
  type: 'latency' | 'reset_peer',
  attributes: Readonly<Record<string, number>>,
): Promise<End> {
  const link = target.links[options.link];
  if (link === undefined)
    throw new InfraError(target.linksUnavailable ?? `the target has no link ${options.link}`);
  const toxics = `${link.control}/proxies/${encodeURIComponent(link.proxy)}/toxics`;
  const name = `harness-alerts-${type}`;
  const passed = () => recorder.event('expired', { fault: type, link: options.link });
  const heal = await scope.undo(
    { kind: 'request', method: 'DELETE', url: `${toxics}/${name}` },
    { ttlMs: LIFE_MS, passed },
  );
  recorder.event('injecting', { fault: type, link: options.link, options: attributes });
  recorder.sync();
  const answer = await fetch(toxics, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    body: JSON.stringify({ name, type, stream: 'downstream', toxicity: 1, attributes }),
  });
  if (!answer.ok) throw new InfraError(`Toxiproxy answered ${answer.status}: ${await answer.text()}`);
  return async () => {
    await heal();
    recorder.event('healed', { failures: [] });
  };
}

/** Runs that end, of a tenant whose webhook refuses every delivery until it is given up. Gives what removes the webhook. */
export async function failDeliveries(run: Run, admin: Caller, user: Caller): Promise<End> {
  const url = `${run.target.urls['webhooks'] ?? ''}/hooks/alerts-${randomUUID()}?status=500&times=1000`;
  const hook = await admin.create('/webhooks', { url, events: ['run.succeeded'] });
  const workflow = await user.create('/workflows', { name: `Alerts ${randomUUID().slice(0, 8)}` });
  for (let count = 0; count < FAILING_RUNS; count += 1) await user.create(`/workflows/${workflow}/runs`);
  return async () => void (await admin.ask(`/webhooks/${hook}`, { method: 'DELETE' }));
}

/** Opens WebSockets. Gives what closes them all at once. */
export async function openSockets(run: Run, { token }: Caller): Promise<() => void> {
  const { io } = await import('socket.io-client');
  const sockets = Array.from({ length: SOCKETS }, () =>
    io(run.target.urls['api'] ?? '', {
      auth: { token },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      timeout: TIMEOUT_MS,
    }),
  );
  const close = () => {
    for (const socket of sockets) socket.disconnect();
  };
  try {
    await Promise.all(
      sockets.map(
        (socket) =>
          new Promise<void>((resolve, reject) => {
            socket.once('connect', resolve);
            socket.once('connect_error', ({ message }) => reject(new InfraError(`a WebSocket: ${message}`)));
          }),
      ),
    );
  } catch (error) {
    close();
    throw error;
  }
  return close;
}
