import type { Ending } from '../../kernel/evidence.ts';
import { count, sayDuration } from '../format.ts';
import { loadRecordOf } from './load-record.ts';
import { measuredOf, plannedEndMs, type LoadSuite } from './measured.ts';

/**
 * What is there of a load that did not come to its end, as one sentence: `Interrupted after 3 min 20 s of 10 min: what follows
 * holds the 20 buckets that were kept.` Undefined for one that did.
 */
export function sayCutShort(suite: LoadSuite): string | undefined {
  const { evidence } = suite;
  if (evidence === undefined || evidence.ending === 'completed') return undefined;
  const { points, from } = measuredOf(suite);
  const record = loadRecordOf(evidence);
  const last = points.at(-1);
  if (last === undefined) return `${sayEnding(evidence.ending)}: no measurement over time was kept.`;
  const planned = plannedEndMs(record.plan);
  const lasted = last.untilSecond * 1000;
  const of = planned !== undefined && planned > lasted ? ` of ${sayDuration(planned)}` : '';
  const what =
    from === 'buckets'
      ? `what follows holds the ${count(points.length, 'bucket')} that ${points.length === 1 ? 'was' : 'were'} kept`
      : 'what follows holds everything until then';
  return `${sayEnding(evidence.ending)} after ${sayDuration(lasted)}${of}: ${what}.`;
}

function sayEnding(ending: Ending): string {
  if (typeof ending === 'object') return 'Broke off';
  return ending === 'timed-out' ? 'Timed out' : 'Interrupted';
}

/** What could not be read of a load's own record; undefined where all was read. */
export function sayUnreadable({ evidence }: Pick<LoadSuite, 'evidence'>): string | undefined {
  const { unreadable } = loadRecordOf(evidence);
  return unreadable === 0
    ? undefined
    : `${count(unreadable, 'event')} of the load could not be read, and ${unreadable === 1 ? 'is' : 'are'} missing here.`;
}
