import { expect } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { clientOf, expectStatus } from '../shared/client.ts';
import { exposition, type Exposition } from './exposition.ts';

/** The parts that tell their metrics. */
export const PARTS = ['api', 'web', 'worker'] as const;
export type Part = (typeof PARTS)[number];

/** Where a part tells them, and the scraper's token. */
export function endpointOf(part: Part): { readonly url: string; readonly token: string | undefined } {
  const found = binding().metrics.find((endpoint) => endpoint.part === part);
  if (found === undefined) throw new Error(`the target names no place of the metrics of its part ${part}`);
  return found;
}

/** What a part tells the scraper. That asks no database, so that a busy one does not hide how busy it is. */
export async function scrape(part: Part): Promise<Exposition> {
  const { url, token } = endpointOf(part);
  const answer = await clientOf(url, token).get('');
  expectStatus(answer, 200);
  expect(answer.headers.get('content-type'), `${answer.what}: content-type`).toMatch(
    /^text\/plain; version=0\.0\.4|^application\/openmetrics-text/,
  );
  return exposition(answer.bytes.toString());
}
