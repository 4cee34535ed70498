import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import { pauseTree } from '../../kernel/pause.ts';
import { lackOfSilence } from '../canary/no-answer.ts';
import { doByCommand, undoByCommand } from '../subjects/by-command.ts';

const optionsSchema = z.strictObject({});
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'process', Options>({
  name: 'process-pause',
  title:
    'A process and what it has started stand still: connections stay open and new ones open, but nothing is answered.',
  subjects: ['process'],
  command: 'pause',
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  undo: ({ on }) => [
    'pid' in on ? { kind: 'resume', pid: on.pid, startedAt: on.startedAt } : undoByCommand(on, 'pause'),
  ],
  inject: ({ on }, _options, signal) =>
    'pid' in on ? pauseTree(on, signal) : doByCommand(on, 'pause', signal),
  expected: (_options, canary) => lackOfSilence(canary),
});
