/** Runs are heard of over Socket.IO. Runs bare too, with any options of k6, see mix.k6.ts. */
import { sockets } from './flows/sockets.ts';
import { openSessions, type Sessions, sessionOf } from './flows/sessions.ts';

export const setup = openSessions;

export default function scenario(sessions: Sessions): void {
  sockets(sessionOf(sessions));
}
