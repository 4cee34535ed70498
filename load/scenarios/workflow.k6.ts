/** Workflows run through the queue to their end. Runs bare too, with any options of k6, see mix.k6.ts. */
import { workflow } from './flows/workflow.ts';
import { openSessions, type Sessions, sessionOf } from './flows/sessions.ts';

export const setup = openSessions;

export default function scenario(sessions: Sessions): void {
  workflow(sessionOf(sessions));
}
