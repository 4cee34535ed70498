/**
 * Half a minute of people who watch: streams, sockets and webhooks at once. Runs bare too, with the k6 that has `k6/x/sse`:
 * `set -a; . .harness/target.env; set +a; .harness/tools/k6/<version>/k6 run load/suites/streams/streams.k6.ts`
 */
import { sessionOf } from '../../scenarios/flows/sessions.ts';
import { sockets } from '../../scenarios/flows/sockets.ts';
import { sse } from '../../scenarios/flows/sse.ts';
import { closeWebhook, type Hooked, openWebhook, webhooks } from '../../scenarios/flows/webhooks.ts';

const steady = {
  executor: 'constant-arrival-rate',
  duration: '25s',
  preAllocatedVUs: 20,
  maxVUs: 40,
} as const;

export const options = {
  scenarios: {
    sse: { ...steady, rate: 2, exec: 'watch' },
    webhooks: { ...steady, rate: 1, exec: 'beTold' },
    // Longer than the server waits for an answer to its ping.
    sockets: {
      executor: 'per-vu-iterations',
      vus: 5,
      iterations: 1,
      maxDuration: '50s',
      exec: 'stayConnected',
    },
  },
};

export const setup = openWebhook;

export function watch({ sessions }: Hooked): void {
  sse(sessionOf(sessions));
}

export function beTold(hook: Hooked): void {
  webhooks(hook, sessionOf(hook.sessions));
}

export function stayConnected({ sessions }: Hooked): void {
  sockets(sessionOf(sessions));
}

export const teardown = closeWebhook;
