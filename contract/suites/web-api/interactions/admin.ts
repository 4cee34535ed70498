import type { Interaction } from '../interaction.ts';
import {
  EXAMPLE,
  eachLike,
  given,
  id,
  integer,
  ofTenant,
  oneOf,
  pathOf,
  refusal,
  regex,
  signedIn,
  signedInAdmin,
  string,
  time,
} from '../../shared/pact-terms.ts';

const tag = '@CON-02/admin';
const get = (path: Interaction['request']['path'], query?: Interaction['request']['query']) => ({
  method: 'GET',
  path,
  headers: signedInAdmin,
  ...(query && { query }),
});

export const overview: Interaction = {
  description: 'users and queue',
  tag,
  state: 'an admin is signed in',
  request: get('/admin/overview'),
  answer: {
    status: 200,
    headers: ofTenant,
    json: {
      users: eachLike({
        id: id('user'),
        email: string(EXAMPLE.email),
        name: string('A user'),
        role: oneOf('user', 'admin'),
      }),
      queue: {
        name: string('workflow-runs'),
        waiting: integer(11),
        active: integer(12),
        delayed: integer(13),
        failed: integer(14),
        completed: integer(15),
      },
    },
  },
};
export const overviewOfUser: Interaction = {
  ...overview,
  description: 'users and queue for somebody who is no admin',
  state: 'somebody is signed in',
  request: { ...get('/admin/overview'), headers: signedIn },
  answer: { status: 403, headers: ofTenant, json: refusal('FORBIDDEN') },
};

export const webhooks: Interaction = {
  description: 'the webhooks',
  tag,
  state: 'a webhook with a delivery',
  request: get('/webhooks', { limit: '20' }),
  answer: {
    status: 200,
    headers: ofTenant,
    json: {
      items: eachLike({
        id: id('webhook'),
        url: regex('^https?://.+$', 'https://hooks.example.test/in'),
        events: eachLike(oneOf('run.failed', 'run.succeeded', 'alert.opened', 'alert.resolved')),
      }),
    },
  },
};
export const deliveries: Interaction = {
  description: 'the deliveries of a webhook',
  tag,
  state: 'a webhook with a delivery',
  request: get(pathOf('/webhooks/{webhook}/deliveries'), { limit: '100' }),
  answer: {
    status: 200,
    headers: ofTenant,
    json: { items: eachLike({ status: oneOf('delivered', 'pending', 'dead') }) },
  },
};

const line = {
  id: id('auditLine'),
  actor: string('admin@example.test'),
  action: regex('^[A-Z]+ /.*$', 'GET /admin/overview'),
  requestId: regex('^[A-Za-z0-9._-]{1,64}$', 'request-7'),
  createdAt: time(),
};
export const audit: Interaction = {
  description: 'a page of the audit log',
  tag,
  state: 'a long audit log',
  request: get('/admin/audit', { limit: '10' }),
  answer: {
    status: 200,
    headers: ofTenant,
    json: { items: eachLike(line), nextCursor: string(EXAMPLE.cursor) },
  },
};
export const olderAudit: Interaction = {
  ...audit,
  description: 'an older page of the audit log',
  request: get('/admin/audit', { limit: '10', cursor: given('${cursor}', EXAMPLE.cursor) }),
};
