import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfDelay } from '../canary/delay.ts';
import { LONGEST } from '../canary/question.ts';
import { byToxics, type Toxic } from '../toxiproxy/toxic.ts';

const optionsSchema = z.strictObject({
  kbPerSecond: z
    .number()
    .int()
    .min(1)
    .max(32)
    .describe('KB (1,000 bytes) a second; more than 32 would not be seen by a canary.'),
});
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'link', Options>({
  name: 'bandwidth',
  title: 'Both directions carry no more than so many KB a second, on each connection.',
  subjects: ['link'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  ...byToxics(toxicsOf),
  asks: () => ({ bytes: LONGEST }),
  expected: ({ kbPerSecond }, canary) => lackOfDelay(LONGEST / kbPerSecond, canary),
});

function toxicsOf({ kbPerSecond: rate }: Options): readonly Toxic[] {
  return (['upstream', 'downstream'] as const).map((stream) => ({
    type: 'bandwidth',
    stream,
    attributes: { rate },
  }));
}
