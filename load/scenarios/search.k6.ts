/** Documents are searched. Runs bare too, with any options of k6, see mix.k6.ts. */
import { search } from './flows/search.ts';
import { openSessions, type Sessions, sessionOf } from './flows/sessions.ts';

export const setup = openSessions;

export default function scenario(sessions: Sessions): void {
  search(sessionOf(sessions));
}
