/** Runs are told to a webhook. Runs bare too, with any options of k6, see mix.k6.ts. */
import { sessionOf } from './flows/sessions.ts';
import { closeWebhook, type Hooked, openWebhook, webhooks } from './flows/webhooks.ts';

export const setup = openWebhook;

export default function scenario(hook: Hooked): void {
  webhooks(hook, sessionOf(hook.sessions));
}

export const teardown = closeWebhook;
