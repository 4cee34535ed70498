import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfSilence } from '../canary/no-answer.ts';
import { LONGEST } from '../canary/question.ts';
import { byToxics, type Toxic } from '../toxiproxy/toxic.ts';

const optionsSchema = z.strictObject({
  bytes: z
    .number()
    .int()
    .min(1)
    .max(2_500)
    .describe('Of one connection, from when the fault came; more would not be seen by a canary.'),
});
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'link', Options>({
  name: 'cut-after',
  title:
    'Every connection is closed once it has carried so many bytes of requests: what was under way is cut off.',
  subjects: ['link'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  ...byToxics(toxicsOf),
  asks: () => ({ bytes: LONGEST }),
  expected: (_options, canary) => lackOfSilence(canary),
});

function toxicsOf({ bytes }: Options): readonly Toxic[] {
  return [{ type: 'limit_data', stream: 'upstream', attributes: { bytes } }];
}
