import type { Interaction } from '../interaction.ts';
import {
  eachLike,
  id,
  integer,
  nullValue,
  ofTenant,
  oneOf,
  pathOf,
  refusal,
  signedIn,
  string,
  time,
} from '../../shared/pact-terms.ts';

const tag = '@CON-02/alerts';
const alert = {
  id: id('alert'),
  severity: oneOf('error', 'warning', 'info'),
  title: string('Workflow "Invoices" failed'),
  source: string('worker'),
  status: oneOf('open', 'acknowledged', 'resolved'),
  occurrences: integer(3),
  createdAt: time(),
};

export const alerts: Interaction = {
  description: 'the alerts',
  tag,
  state: 'an open alert',
  request: { method: 'GET', path: '/alerts', headers: signedIn },
  answer: { status: 200, headers: ofTenant, json: { items: eachLike(alert) } },
};

const post = (verb: string) => ({
  method: 'POST',
  path: pathOf(`/alerts/{alert}/${verb}`),
  headers: signedIn,
});

export const acknowledging: Interaction = {
  description: 'acknowledging an alert',
  tag,
  state: 'an open alert',
  request: post('acknowledge'),
  answer: {
    status: 200,
    headers: ofTenant,
    json: {
      ...alert,
      status: 'acknowledged',
      acknowledgedBy: string('user@example.test'),
      resolvedAt: nullValue(),
    },
  },
};
export const resolving: Interaction = {
  description: 'resolving an alert',
  tag,
  state: 'an open alert',
  request: post('resolve'),
  answer: { status: 200, headers: ofTenant, json: { ...alert, status: 'resolved', resolvedAt: time() } },
};
export const acknowledgingTooLate: Interaction = {
  description: 'acknowledging an alert that is resolved',
  tag,
  state: 'a resolved alert',
  request: post('acknowledge'),
  answer: { status: 409, headers: ofTenant, json: refusal('ALERT_RESOLVED') },
};
