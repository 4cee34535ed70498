import type { LoadBucket } from '../../../../../kernel/load-evidence.ts';
import { Bucket } from './bucket.ts';

/**
 * The buckets of several streams of one load, all counted from the same clock zero, as if one stream had had all their samples:
 * identical to the byte where no stream names more endpoints than are told apart. Throws an Error where a bucket cannot be read.
 */
export function mergeBuckets(streams: readonly (readonly LoadBucket[])[]): readonly LoadBucket[] {
  const merged = new Map<number, Bucket>();
  for (const bucket of streams.flat()) {
    const into = merged.get(bucket.fromMs) ?? new Bucket(bucket);
    merged.set(bucket.fromMs, into);
    into.merge(bucket);
  }
  return [...merged.values()].sort((a, b) => a.fromMs - b.fromMs).map((bucket) => bucket.toEvidence());
}
