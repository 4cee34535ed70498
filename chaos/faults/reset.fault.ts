import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfSilence } from '../canary/no-answer.ts';
import { byToxics, type Toxic } from '../toxiproxy/toxic.ts';

const optionsSchema = z.strictObject({});
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'link', Options>({
  name: 'reset',
  title: 'Every connection, old or new, is reset as soon as something is sent on it.',
  subjects: ['link'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  ...byToxics(toxicsOf),
  expected: (_options, canary) => lackOfSilence(canary),
});

function toxicsOf(_options: Options): readonly Toxic[] {
  return (['upstream', 'downstream'] as const).map((stream) => ({
    type: 'reset_peer',
    stream,
    attributes: { timeout: 0 },
  }));
}
