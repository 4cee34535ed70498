/**
 * What a day of real use looks like: reading most of all, writing, searching, files, work through the queue. Runs bare too, with
 * any k6 options: `set -a; . .harness/target.env; set +a; k6 run --vus 5 --duration 1m load/scenarios/mix.k6.ts`
 */
import exec from 'k6/execution';
import { crud } from './flows/crud.ts';
import { messages } from './flows/messages.ts';
import { pages } from './flows/pages.ts';
import { search } from './flows/search.ts';
import { openSessions, type Session, sessionOf, type Sessions } from './flows/sessions.ts';
import { uploads } from './flows/uploads.ts';
import { workflow } from './flows/workflow.ts';

type Flow = (session: Session) => void;

/** Each flow as often as it says, spread evenly over every twenty iterations: no chance decides what a run measures. */
const SHARES: readonly (readonly [Flow, number])[] = [
  [pages, 7],
  [search, 4],
  [messages, 4],
  [crud, 3],
  [workflow, 1],
  [uploads, 1],
];
const TURNS = SHARES.flatMap(([flow, share]) =>
  Array.from({ length: share }, (_, index) => ({ flow, at: (index + 0.5) / share })),
)
  .sort((a, b) => a.at - b.at)
  .map(({ flow }) => flow);

export const setup = openSessions;

export default function mix(sessions: Sessions): void {
  const flow = TURNS[exec.scenario.iterationInTest % TURNS.length];
  flow?.(sessionOf(sessions));
}
