/**
 * What a day of real use looks like: reading most of all, writing, searching, files, work through the queue. Runs bare too, with
 * any k6 options: `set -a; . .harness/target.env; set +a; k6 run --vus 5 --duration 1m load/scenarios/mix.k6.ts`
 */
import { crud } from './flows/crud.ts';
import { messages } from './flows/messages.ts';
import { pages } from './flows/pages.ts';
import { search } from './flows/search.ts';
import { openSessions, sessionOf, type Sessions } from './flows/sessions.ts';
import { inTurns } from './flows/turns.ts';
import { uploads } from './flows/uploads.ts';
import { workflow } from './flows/workflow.ts';

const flow = inTurns([
  [pages, 7],
  [search, 4],
  [messages, 4],
  [crud, 3],
  [workflow, 1],
  [uploads, 1],
]);

export const setup = openSessions;

export default function mix(sessions: Sessions): void {
  flow()(sessionOf(sessions));
}
