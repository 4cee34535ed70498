/**
 * Runs are watched on the event stream. Needs the k6 with `k6/x/sse` that `./harness doctor --fix` builds; else it runs bare as
 * mix.k6.ts does, with any options of k6.
 */
import { openSessions, type Sessions, sessionOf } from './flows/sessions.ts';
import { sse } from './flows/sse.ts';

export const setup = openSessions;

export default function scenario(sessions: Sessions): void {
  sse(sessionOf(sessions));
}
