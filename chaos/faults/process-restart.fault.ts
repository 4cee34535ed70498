import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfSilence } from '../canary/no-answer.ts';
import { ownProcess } from '../subjects/own-process.ts';
import { holdDown, undoHoldDown } from '../subjects/hold-down.ts';

const optionsSchema = z.strictObject({});
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'process', Options>({
  name: 'process-restart',
  title:
    'A process is asked to end, as a deployment asks it, is killed where it takes its time, and is started again at the end.',
  subjects: ['process'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  undo: ({ on }) => [undoHoldDown(ownProcess(on))],
  inject: ({ on }, _options, signal) => holdDown(ownProcess(on), 'ask', signal),
  expected: (_options, canary) => lackOfSilence(canary),
});
