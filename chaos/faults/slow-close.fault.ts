import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfDelay } from '../canary/delay.ts';
import { byToxics, type Toxic } from '../toxiproxy/toxic.ts';

const optionsSchema = z.strictObject({
  delayMs: z.number().int().min(50).max(60_000).describe('So long after it was asked to.'),
});
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'link', Options>({
  name: 'slow-close',
  title: 'Connections close late: whoever ends one waits for the other side to see it.',
  subjects: ['link'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  ...byToxics(toxicsOf),
  asks: () => ({ until: 'close' }),
  expected: ({ delayMs }, canary) => lackOfDelay(delayMs, canary),
});

function toxicsOf({ delayMs: delay }: Options): readonly Toxic[] {
  return (['upstream', 'downstream'] as const).map((stream) => ({
    type: 'slow_close',
    stream,
    attributes: { delay },
  }));
}
