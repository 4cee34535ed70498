/** Files are sent, taken back and deleted. Runs bare too, with any options of k6, see mix.k6.ts. */
import { uploads } from './flows/uploads.ts';
import { openSessions, type Sessions, sessionOf } from './flows/sessions.ts';

export const setup = openSessions;

export default function scenario(sessions: Sessions): void {
  uploads(sessionOf(sessions));
}
