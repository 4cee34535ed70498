import type { Plays, Told } from './other-web.ts';

const ME = {
  id: '11111111-1111-4111-8111-111111111111',
  email: 'somebody@tenant.test',
  name: 'Somebody',
  role: 'admin',
  tenant: 'tenant',
};
const EMPTY = { items: [], nextCursor: null, unread: 0 };
const QUEUE = { name: 'runs', waiting: 0, active: 0, delayed: 0, failed: 0, completed: 0 };
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/me': ME,
  '/admin/overview': { users: [ME], queue: QUEUE },
  '/metrics/baseline': { metrics: [] },
  '/search': { query: 'x', total: 0, items: [] },
};

/** An API of a tenant that has nothing, which answers everything that is read. */
export const well: Plays = (method, path) =>
  method === 'GET' ? { status: 200, json: ANSWERS[path] ?? EMPTY } : refused(404, 'NOT_FOUND');

export function refused(status: number, code: string): Told {
  return { status, json: { error: { code, message: 'What the API says.', requestId: 'of-the-api' } } };
}

/** The same, but for everything of which `fails` says so. */
export const failing =
  (told: Told, fails: (method: string, path: string) => boolean): Plays =>
  (method, path) =>
    fails(method, path) ? told : well(method, path);
