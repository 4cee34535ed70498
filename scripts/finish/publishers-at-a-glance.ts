import type { ListedRun } from '../../evidence/store.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { PublisherOutcome } from '../../reports/model/input.ts';
import { publisherOutcomes } from './publish.ts';

export interface PublishedRun extends ListedRun {
  readonly publishers: readonly PublisherOutcome[];
}

/** A run as a list may show it, with how its publishers fared. Notes that were changed are its `problem`, unless it has one. */
export function publishersAtAGlance(listed: ListedRun): PublishedRun {
  try {
    return { ...listed, publishers: publisherOutcomes(listed) };
  } catch (error) {
    return { ...listed, publishers: [], problem: listed.problem ?? `publishers: ${messageOf(error)}` };
  }
}

/** `ledger, s3 (failed)`. */
export function sayOutcomes(publishers: readonly PublisherOutcome[]): string {
  return publishers
    .map(({ publisher, outcome }) => (outcome === 'published' ? publisher : `${publisher} (${outcome})`))
    .join(', ');
}
