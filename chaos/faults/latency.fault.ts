import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfDelay } from '../canary/delay.ts';
import { byToxics, type Toxic } from '../toxiproxy/toxic.ts';

const optionsSchema = z.strictObject({
  latencyMs: z
    .number()
    .int()
    .min(20)
    .max(60_000)
    .describe('Added to everything that travels back to the client.'),
});
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'link', Options>({
  name: 'latency',
  title: 'Every answer comes later by a fixed delay.',
  subjects: ['link'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  ...byToxics(toxicsOf),
  expected: ({ latencyMs }, canary) => lackOfDelay(latencyMs, canary),
});

function toxicsOf({ latencyMs }: Options): readonly Toxic[] {
  return [{ type: 'latency', stream: 'downstream', attributes: { latency: latencyMs, jitter: 0 } }];
}
