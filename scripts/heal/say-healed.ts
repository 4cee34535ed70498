import { count } from '../../reports/format.ts';
import { sayPublished } from '../finish/publish.ts';
import type { Healed } from './heal-all.ts';
import { say } from '../../kernel/sentence.ts';

/** What a run tells of the killed ones before it: it goes on beside what could not be healed. */
export function sayHealed(healed: readonly Healed[]): readonly string[] {
  return healed.flatMap(({ id, undone, failures, published = [] }) => [
    ...(undone > 0 ? [`put back ${count(undone, 'thing')} of the killed run ${id}`] : []),
    ...failures.map((failure) => `warning: the killed run ${id} is not healed: ${say(failure)}`),
    ...published.map((one) => `the killed run ${id}: ${sayPublished(one)}`),
  ]);
}

/** What a person does next about what `heal` could not put back, where that does not say it itself. */
export function fixForUnhealed(healed: readonly Healed[]): string | undefined {
  if (healed.every(({ failures }) => failures.every(({ fix }) => fix !== undefined))) return undefined;
  return 'Fix: start what that needs, such as the Docker daemon, and run ./harness heal again: it goes on with what is left';
}
