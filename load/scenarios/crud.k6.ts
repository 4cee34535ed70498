/** Workflows are created, read, changed, listed and deleted. Runs bare too, with any options of k6, see mix.k6.ts. */
import { crud } from './flows/crud.ts';
import { openSessions, type Sessions, sessionOf } from './flows/sessions.ts';

export const setup = openSessions;

export default function scenario(sessions: Sessions): void {
  crud(sessionOf(sessions));
}
