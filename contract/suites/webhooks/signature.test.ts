import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { flawOf } from './signature.ts';

const key = Buffer.from('a key of twenty-four byt');
const secret = `whsec_${key.toString('base64')}`;
const now = () => String(Math.floor(Date.now() / 1000));

function delivery({ id = 'msg_1', timestamp = now(), body = '{"a":1}', signedWith = key } = {}) {
  const mac = createHmac('sha256', signedWith).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers: Record<string, string> = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac}`,
  };
  return { headers, body };
}

test('a delivery signed with the secret is right, also beside other signatures', () => {
  const right = delivery();
  expect(flawOf(right, secret)).toBeUndefined();
  const more = {
    ...right.headers,
    'webhook-signature': `v1,AAAA ${right.headers['webhook-signature'] ?? ''}`,
  };
  expect(flawOf({ ...right, headers: more }, secret)).toBeUndefined();
});

test.each([
  ['another body', { ...delivery(), body: '{"a":2}' }, 'signature'],
  ['another id', { ...delivery(), headers: { ...delivery().headers, 'webhook-id': 'msg_2' } }, 'signature'],
  ['another key', delivery({ signedWith: Buffer.from('another') }), 'signature'],
  ['an old timestamp', delivery({ timestamp: '1000000000' }), 'of now'],
  ['milliseconds', delivery({ timestamp: `${now()}.5` }), 'whole seconds'],
  ['no signature', { headers: { 'webhook-id': 'msg_1' }, body: '' }, 'webhook-signature'],
])('%s is told', (_title, arrived, named) => {
  expect(flawOf(arrived, secret)).toContain(named);
});
