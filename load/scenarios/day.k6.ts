/**
 * The mix with what is open for long beside it: event streams and sockets, and webhooks where the target's can be seen. Needs the
 * k6 with `k6/x/sse` that `./harness doctor --fix` builds; else it runs bare as mix.k6.ts does, with any options of k6.
 */
import { crud } from './flows/crud.ts';
import { messages } from './flows/messages.ts';
import { pages } from './flows/pages.ts';
import { search } from './flows/search.ts';
import { openSessions, type Session, sessionOf, type Sessions } from './flows/sessions.ts';
import { sockets } from './flows/sockets.ts';
import { sse } from './flows/sse.ts';
import { inTurns } from './flows/turns.ts';
import { uploads } from './flows/uploads.ts';
import { canHear, closeWebhook, type Hooked, openWebhook, webhooks } from './flows/webhooks.ts';
import { workflow } from './flows/workflow.ts';

type Day = Hooked | { readonly sessions: Sessions };

/** 41 turns: whatever a flow alternates by its iteration, such as streams of API and web, has no common divisor with that. */
const flow = inTurns<(session: Session, day: Day) => void>([
  [pages, 14],
  [search, 8],
  [messages, 8],
  [crud, 6],
  [workflow, 1],
  [uploads, 1],
  [sse, 1],
  [sockets, 1],
  [canHear ? beTold : workflow, 1],
]);

export function setup(): Day {
  return canHear ? openWebhook() : { sessions: openSessions() };
}

export default function day(today: Day): void {
  flow()(sessionOf(today.sessions), today);
}

export function teardown(today: Day): void {
  if ('secret' in today) closeWebhook(today);
}

function beTold(session: Session, today: Day): void {
  if ('secret' in today) webhooks(today, session);
}
