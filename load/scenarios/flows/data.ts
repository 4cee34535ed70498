import exec from 'k6/execution';
import { type Random, randomFrom } from '../../../fixtures/data/random.ts';

const seed = __ENV['HARNESS_SEED'] ?? 'load';

/**
 * Where this iteration takes its data from: with the same `HARNESS_SEED` the n-th iteration of a scenario has the same data,
 * whichever VU or process does it. Nothing that must be new in every run, such as a key, comes from here.
 */
export function dataOfIteration(): Random {
  return randomFrom(`${seed} ${exec.scenario.name} ${exec.scenario.iterationInTest}`);
}
