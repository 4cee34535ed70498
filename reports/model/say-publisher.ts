import type { PublisherOutcome } from './input.ts';

/** A report is made before its run is published: what is due then may be done when it is read. */
export function sayPublisher({ publisher, outcome, what = '' }: PublisherOutcome): string {
  if (outcome === 'published') return `Published by ${publisher}: ${what}`;
  if (outcome === 'failed')
    return `Not published by ${publisher}: ${what}. Once that is mended: ./harness publish`;
  return `To be published by ${publisher} when this was written; ./harness evidence list says whether it was`;
}
