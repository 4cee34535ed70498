import type { Account } from '../../../fixtures/bindings/target.ts';
import { type Answer, clientOf, expectStatus } from './client.ts';

/** Signs in as a browser would; gives the `cookie` header. Fails the test when that does not work. */
export async function signInToWeb(webUrl: string, { username, password }: Account): Promise<string> {
  const body = new URLSearchParams({ email: username, password });
  const answer = await clientOf(webUrl).ask('POST', '/login', { body, headers: { origin: webUrl } });
  expectStatus(answer, 303);
  return cookieOf(answer);
}

/** What an answer sets, as the browser sends it back. */
export function cookieOf({ headers }: Answer): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
