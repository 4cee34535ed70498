import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { linkOf } from '../toxiproxy/link-of.ts';
import { addToxic, removalOf, type Toxic } from '../toxiproxy/toxic.ts';

const optionsSchema = z.strictObject({});
type Options = z.infer<typeof optionsSchema>;

/**
 * A timeout of 0 swallows data for ever. A disabled proxy would refuse connections at once, which is a crashed server, and the
 * easier case: nobody has to wait for it. When the toxics go, Toxiproxy closes the connections that lost data.
 */
const TOXICS: readonly Toxic[] = [
  { type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } },
  { type: 'timeout', stream: 'downstream', attributes: { timeout: 0 } },
];

export default defineFault<Options>({
  name: 'blackout',
  title:
    'Data vanishes in both directions: connections stay open and new ones open, but nothing is ever answered.',
  parse: (options) => optionsSchema.parse(options),
  undo: (target, link) => TOXICS.map((toxic) => removalOf(linkOf(target, link), toxic)),
  inject: async (target, link, _options, signal) => {
    for (const toxic of TOXICS) await addToxic(linkOf(target, link), toxic, signal);
  },
  expected: (_options, { roundTripMs }) =>
    roundTripMs === 'no answer'
      ? undefined
      : `the canary was answered after ${roundTripMs.toFixed(1)} ms; with the fault on no answer was expected`,
});
