import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Answer, type Client, clientOf } from '../shared/client.ts';
import { LAUNCH_MS } from '../shared/launch.ts';
import { startWeb, type Web } from '../shared/the-web.ts';
import { type InventedApi, inventApi } from './invented-api.ts';
import type { User } from './told.ts';

export const TENANT = 'tenant-of-nobody';
const token = 'a.token.of-nobody';

/** The web itself, started by the tests of a file, and the API that they play to it. */
export interface Played {
  readonly api: InventedApi;
  readonly web: Client;
  /** As a browser of somebody signed in. */
  get(path: string): Promise<Answer>;
  post(path: string, fields?: Readonly<Record<string, string>> | FormData): Promise<Answer>;
  /** Of every page of somebody signed in: who they are, and how many notifications are unread. */
  tellAround(me: User, unread?: number): void;
}

export const cookie = `session=${token}`;
export const bearer = `Bearer ${token}`;

/** For the tests of a file; each begins with an API that tells nothing. */
export function playApi(variables: Readonly<Record<string, string>> = {}): Played {
  let web: Web;
  let api: InventedApi;
  beforeAll(async () => {
    [web, api] = await Promise.all([startWeb(variables), inventApi()]);
    web.ask(api.url);
  }, LAUNCH_MS);
  beforeEach(() => api.forget());
  afterAll(async () => {
    await Promise.all([web.stop(), api.stop()]);
  });
  const client = () => clientOf(web.url);
  return {
    get api() {
      return api;
    },
    get web() {
      return client();
    },
    get: (path) => client().get(path, { cookie }),
    post: (path, fields = {}) =>
      client().ask('POST', path, {
        headers: { cookie, origin: web.url },
        body: fields instanceof FormData ? fields : new URLSearchParams(fields),
      }),
    tellAround: (me, unread = 0) => {
      api.tell('GET /me', { json: me, headers: { tenant: TENANT } });
      api.tell('GET /notifications?unread=true&limit=1', { json: { items: [], nextCursor: null, unread } });
    },
  };
}
