import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfSilence } from '../canary/no-answer.ts';
import { byToxics, type Toxic } from '../toxiproxy/toxic.ts';

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

export default defineFault<'link', Options>({
  name: 'blackout',
  title:
    'Data vanishes in both directions: connections stay open and new ones open, but nothing is ever answered.',
  subjects: ['link'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  ...byToxics(() => TOXICS),
  expected: (_options, canary) => lackOfSilence(canary),
});
