import type { Interaction } from '../interaction.ts';
import {
  eachLike,
  given,
  integer,
  number,
  ofTenant,
  oneOf,
  refusal,
  signedIn,
  string,
  time,
  traced,
  withKey,
} from '../../shared/pact-terms.ts';

export const baseline: Interaction = {
  description: 'the metrics of the last minute against the baseline',
  tag: '@CON-02/baseline',
  state: 'somebody is signed in',
  request: { method: 'GET', path: '/metrics/baseline', headers: signedIn },
  answer: {
    status: 200,
    headers: ofTenant,
    json: {
      measuredAt: time(),
      windowSeconds: integer(60),
      metrics: eachLike({
        name: oneOf('cpu', 'memory', 'latency_p95', 'error_rate', 'requests'),
        label: string('CPU'),
        unit: string('%'),
        current: number(12.5),
        baseline: number(50),
        delta: number(-37.5),
        status: oneOf('ok', 'warn', 'error'),
        series: eachLike(number(12.5)),
      }),
    },
  },
};

const sample = { name: 'rooms', value: 3, unit: 'rooms', at: '2026-01-01T00:00:00.000Z' };

export const ingest: Interaction = {
  description: 'samples of a program',
  tag: '@CON-02/ingest',
  state: 'somebody is signed in, with a key of their own',
  request: {
    method: 'POST',
    path: '/metrics/ingest',
    headers: withKey,
    json: { source: 'example', samples: [sample, { ...sample, name: 'doors' }] },
  },
  answer: { status: 202, headers: ofTenant, json: { accepted: 2 } },
};

export const malformedIngest: Interaction = {
  description: 'a malformed sample of a program',
  tag: '@CON-02/ingest',
  state: 'somebody is signed in',
  request: {
    method: 'POST',
    path: '/metrics/ingest',
    headers: signedIn,
    json: { source: 'example', samples: [{ ...sample, value: 'three' }] },
  },
  answer: { status: 400, headers: ofTenant, json: refusal('VALIDATION_FAILED', 'samples.0.value') },
};

const refused = (description: string, path: string): Interaction => ({
  description,
  tag: '@CON-02/refusal',
  state: 'somebody has signed out',
  request: {
    method: 'GET',
    path,
    headers: { authorization: given('Bearer ${token}', 'Bearer ended-token') },
  },
  answer: { status: 401, headers: traced, json: refusal('UNAUTHENTICATED') },
});
export const baselineOfNobody = refused('a refusal of a program whose token is none', '/metrics/baseline');
/** A stream that is let in does not end: what it tells is a contract of messages. */
export const streamOfNobody = refused('a refusal of a stream in a session that is over', '/events');
