import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { addToxic, removalOf, type Toxic } from '../toxiproxy/toxic.ts';

const optionsSchema = z.strictObject({
  latencyMs: z
    .number()
    .int()
    .min(20)
    .max(60_000)
    .describe('Added to everything that travels back to the client.'),
});
type Options = z.infer<typeof optionsSchema>;

/** A round trip through the delay cannot be quicker than the delay; the rest is rounding of clocks. */
const SHARE_OF_ROUND_TRIP = 0.95;
/** Slower than the baseline by less than this share of the delay is noise: even the fastest baseline has some of it. */
const SHARE_OF_INCREASE = 0.5;

export default defineFault<'link', Options>({
  name: 'latency',
  title: 'Every answer comes later by a fixed delay.',
  subjects: ['link'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  undo: ({ on }, options) => [removalOf(on, toxicOf(options))],
  inject: ({ on }, options, signal) => addToxic(on, toxicOf(options), signal),
  expected: ({ latencyMs }, { baselineMs, roundTripMs }) => {
    if (roundTripMs === 'no answer') return 'the canary got no answer, though a delay alone was injected';
    const leastMs = Math.max(SHARE_OF_ROUND_TRIP * latencyMs, baselineMs + SHARE_OF_INCREASE * latencyMs);
    if (roundTripMs >= leastMs) return undefined;
    return `the canary's round trip took ${roundTripMs.toFixed(1)} ms; with the fault on at least ${leastMs.toFixed(1)} ms was expected`;
  },
});

function toxicOf({ latencyMs }: Options): Toxic {
  return { type: 'latency', stream: 'downstream', attributes: { latency: latencyMs, jitter: 0 } };
}
