import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { lackOfSilence } from '../canary/no-answer.ts';
import { doByCommand, undoByCommand } from '../subjects/by-command.ts';
import { holdDown, undoHoldDown } from '../subjects/hold-down.ts';

const optionsSchema = z.strictObject({});
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'process', Options>({
  name: 'process-kill',
  title:
    'A process and all that it has started is killed without a farewell, and stays down until it is started again.',
  subjects: ['process'],
  command: 'stop',
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  undo: ({ on }) => ['pid' in on ? undoHoldDown(on) : undoByCommand(on, 'stop')],
  inject: ({ on }, _options, signal) =>
    'pid' in on ? holdDown(on, 'crash', signal) : doByCommand(on, 'stop', signal),
  expected: (_options, canary) => lackOfSilence(canary),
});
