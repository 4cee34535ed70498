/** Pages of the web are opened. Runs bare too, with any options of k6, see mix.k6.ts. */
import { pages } from './flows/pages.ts';
import { openSessions, type Sessions, sessionOf } from './flows/sessions.ts';

export const setup = openSessions;

export default function scenario(sessions: Sessions): void {
  pages(sessionOf(sessions));
}
