/**
 * The mix with what is open for long beside it: event streams and sockets. Needs the k6 with `k6/x/sse` that `./harness doctor
 * --fix` builds; else it runs bare as mix.k6.ts does, with any options of k6.
 */
import { crud } from './flows/crud.ts';
import { messages } from './flows/messages.ts';
import { pages } from './flows/pages.ts';
import { search } from './flows/search.ts';
import { openSessions, sessionOf, type Sessions } from './flows/sessions.ts';
import { sockets } from './flows/sockets.ts';
import { sse } from './flows/sse.ts';
import { inTurns } from './flows/turns.ts';
import { uploads } from './flows/uploads.ts';
import { workflow } from './flows/workflow.ts';

const flow = inTurns([
  [pages, 14],
  [search, 8],
  [messages, 8],
  [crud, 6],
  [workflow, 1],
  [uploads, 1],
  [sse, 1],
  [sockets, 1],
]);

export const setup = openSessions;

export default function day(sessions: Sessions): void {
  flow()(sessionOf(sessions));
}
