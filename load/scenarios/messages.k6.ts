/** Alerts and notifications are looked at, events are told. Runs bare too, with any options of k6, see mix.k6.ts. */
import { messages } from './flows/messages.ts';
import { openSessions, type Sessions, sessionOf } from './flows/sessions.ts';

export const setup = openSessions;

export default function scenario(sessions: Sessions): void {
  messages(sessionOf(sessions));
}
