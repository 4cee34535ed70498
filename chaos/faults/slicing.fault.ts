import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfDelay } from '../canary/delay.ts';
import { LONGEST } from '../canary/question.ts';
import { byToxics, type Toxic } from '../toxiproxy/toxic.ts';

const optionsSchema = z
  .strictObject({
    bytes: z.number().int().min(8).max(1_000).describe('Of a piece.'),
    pauseMs: z.number().int().min(1).max(1_000).describe('After each piece.'),
  })
  .refine((options) => slowedBy(options) >= 50, {
    error: `a canary of ${LONGEST} bytes would not see it: smaller pieces, or a longer pause`,
  });
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'link', Options>({
  name: 'slicing',
  title: 'Everything travels in small pieces with a pause after each.',
  subjects: ['link'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  ...byToxics(toxicsOf),
  asks: () => ({ bytes: LONGEST }),
  expected: (options, canary) => lackOfDelay(slowedBy(options), canary),
});

/** How much later the last byte of the longest question arrives. */
function slowedBy({ bytes, pauseMs }: { readonly bytes: number; readonly pauseMs: number }): number {
  return Math.floor(LONGEST / bytes - 1) * pauseMs;
}

function toxicsOf({ bytes, pauseMs }: Options): readonly Toxic[] {
  const attributes = { average_size: bytes, size_variation: 0, delay: pauseMs * 1000 };
  return (['upstream', 'downstream'] as const).map((stream) => ({ type: 'slicer', stream, attributes }));
}
