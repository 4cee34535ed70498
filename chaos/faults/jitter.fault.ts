import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfDelay } from '../canary/delay.ts';
import { byToxics, type Toxic } from '../toxiproxy/toxic.ts';

const optionsSchema = z
  .strictObject({
    fromMs: z.number().int().min(20).describe('The shortest delay of an answer.'),
    toMs: z.number().int().max(60_000).describe('The longest.'),
  })
  .refine(({ fromMs, toMs }) => toMs >= fromMs + 20, { error: 'toMs is at least 20 more than fromMs' });
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'link', Options>({
  name: 'jitter',
  title: 'Every answer comes later, by a delay that changes from one to the next.',
  subjects: ['link'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  ...byToxics(toxicsOf),
  // That the delay changes is Toxiproxy's word: a canary sees that there is one.
  expected: ({ fromMs }, canary) => lackOfDelay(fromMs, canary),
});

function toxicsOf({ fromMs, toMs }: Options): readonly Toxic[] {
  const jitter = Math.floor((toMs - fromMs) / 2);
  return [{ type: 'latency', stream: 'downstream', attributes: { latency: fromMs + jitter, jitter } }];
}
