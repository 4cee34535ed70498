import type { Interaction } from '../interaction.ts';
import {
  EXAMPLE,
  boolean,
  cursorOrNull,
  eachLike,
  given,
  id,
  integer,
  ofTenant,
  oneOf,
  pathOf,
  regex,
  signedIn,
  signedInAdmin,
  string,
  time,
} from '../../shared/pact-terms.ts';

const tag = '@CON-02/notifications';
const notification = {
  id: id('notification'),
  kind: oneOf('run.succeeded', 'run.failed', 'run.cancelled'),
  title: string('Workflow "Invoices" succeeded'),
  link: regex('^/[A-Za-z0-9/-]+$', `/workflows/${EXAMPLE.ids.workflow}`),
  read: boolean(false),
  createdAt: time(),
};
const page = (query: Interaction['request']['query']) => ({
  method: 'GET',
  path: '/notifications',
  headers: signedIn,
  ...(query && { query }),
});

/** For the navigation around every page. */
export const unread: Interaction = {
  description: 'how many notifications are not read',
  tag,
  state: 'an unread notification',
  request: page({ unread: 'true', limit: '1' }),
  answer: { status: 200, headers: ofTenant, json: { unread: integer(3) } },
};
export const unreadOfAdmin: Interaction = {
  ...unread,
  description: 'how many notifications are not read by an admin',
  state: 'an admin is signed in',
  request: { ...unread.request, headers: signedInAdmin },
};

export const notifications: Interaction = {
  description: 'a page of notifications',
  tag,
  state: 'an unread notification',
  request: page({ limit: '50' }),
  answer: {
    status: 200,
    headers: ofTenant,
    json: { items: eachLike(notification), nextCursor: cursorOrNull, unread: integer(3) },
  },
};
export const olderNotifications: Interaction = {
  ...notifications,
  description: 'an older page of notifications',
  request: page({ limit: '50', cursor: given('${cursor}', EXAMPLE.cursor) }),
};

export const reading: Interaction = {
  description: 'marking a notification as read',
  tag,
  state: 'an unread notification',
  request: {
    method: 'POST',
    path: pathOf('/notifications/{notification}/read'),
    headers: signedIn,
  },
  answer: { status: 200, headers: ofTenant, json: { ...notification, read: true } },
};
export const readingAll: Interaction = {
  description: 'marking all notifications as read',
  tag,
  state: 'an unread notification',
  request: { method: 'POST', path: '/notifications/read-all', headers: signedIn },
  answer: { status: 200, headers: ofTenant, json: { updated: integer(3) } },
};
