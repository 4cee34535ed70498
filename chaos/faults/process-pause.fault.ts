import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfSilence } from '../canary/no-answer.ts';
import { pauseTree } from '../../kernel/pause.ts';

const optionsSchema = z.strictObject({});
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'process', Options>({
  name: 'process-pause',
  title:
    'A process and what it has started stand still: connections stay open and new ones open, but nothing is answered.',
  subjects: ['process'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  undo: ({ on: { pid, startedAt } }) => [{ kind: 'resume', pid, startedAt }],
  inject: ({ on }, _options, signal) => pauseTree(on, signal),
  expected: (_options, canary) => lackOfSilence(canary),
});
