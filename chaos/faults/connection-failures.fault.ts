import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { byDice } from '../canary/dice.ts';
import { lackOfSilence } from '../canary/no-answer.ts';
import { byToxics, type Toxic } from '../toxiproxy/toxic.ts';

const optionsSchema = z.strictObject({
  share: z
    .number()
    .min(0.2)
    .max(0.8)
    .describe('Of connections: dice are thrown once for each, when the fault comes or when it opens.'),
});
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'link', Options>({
  name: 'connection-failures',
  title:
    'A share of the connections, old and new, is reset as soon as something is sent on it; the others work.',
  subjects: ['link'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  ...byToxics(toxicsOf),
  expected: (_options, canary) => lackOfSilence(canary),
  feltBy: ({ share }) => byDice(share),
});

function toxicsOf({ share: toxicity }: Options): readonly Toxic[] {
  return [{ type: 'reset_peer', stream: 'upstream', attributes: { timeout: 0 }, toxicity }];
}
