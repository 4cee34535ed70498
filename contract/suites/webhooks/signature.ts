import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Received } from '../shared/collector.ts';

const PREFIX = 'whsec_';
const TOLERANCE_SECONDS = 300;

/**
 * What is wrong with a delivery's signature, as https://www.standardwebhooks.com asks a receiver to check it; undefined when it
 * is right.
 */
export function flawOf(
  { headers, body }: Pick<Received, 'headers' | 'body'>,
  secret: string,
): string | undefined {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map(
    (name) => headers[`webhook-${name}`],
  );
  if (id === undefined || timestamp === undefined || signatures === undefined)
    return `expected webhook-id, webhook-timestamp and webhook-signature, observed ${Object.keys(headers).join(', ')}`;
  if (!/^\d+$/.test(timestamp)) return `expected whole seconds in webhook-timestamp, observed ${timestamp}`;
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (age > TOLERANCE_SECONDS) return `expected a webhook-timestamp of now, observed one ${age} s away`;
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const fits = (signature: string) => {
    const [version, text = ''] = signature.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  return signatures.split(' ').some(fits) ? undefined : 'the signature is not that of "id.timestamp.body"';
}
