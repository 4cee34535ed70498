import http from 'k6/http';
import { tagsOf } from './tags.ts';
import { collectorUrl } from './target.ts';

/** What the target sent to the outside. */
export interface Received {
  readonly seq: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const tags = tagsOf('collector', { module: 'webhooks', endpoint: '/received', kind: 'look' });

/** What came for a webhook of that name after that sequence number, oldest first. */
export function receivedAfter(name: string, seq: number): readonly Received[] {
  const answer = http.get(`${collectorUrl}/received?kind=hook&name=${name}&after=${seq}`, { tags });
  if (answer.status !== 200)
    throw new Error(`the collector cannot be read: GET ${collectorUrl}/received answered ${answer.status}`);
  return answer.json('items') as unknown as readonly Received[];
}

/** Makes room at the collector. */
export function forget(name: string): void {
  http.del(`${collectorUrl}/received?kind=hook&name=${name}`, null, { tags });
}
