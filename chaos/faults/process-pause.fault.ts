import { z } from 'zod';
import { defineFault } from '../../kernel/experiment.ts';
import type { Undo } from '../../kernel/undo.ts';
import { pauseByCommand } from '../subjects/pause-by-command.ts';
import { lackOfSilence } from '../canary/no-answer.ts';
import { pauseTree } from '../../kernel/pause.ts';

/** A command that lets a process of somebody else's go on may have to ask far away. */
const RESUME_TIMEOUT_MS = 30_000;

const optionsSchema = z.strictObject({});
type Options = z.infer<typeof optionsSchema>;

export default defineFault<'process', Options>({
  name: 'process-pause',
  title:
    'A process and what it has started stand still: connections stay open and new ones open, but nothing is answered.',
  subjects: ['process'],
  options: optionsSchema,
  parse: (options) => optionsSchema.parse(options),
  undo: ({ on }) => [
    'pid' in on ? { kind: 'resume', pid: on.pid, startedAt: on.startedAt } : commandOf(on.resume),
  ],
  inject: ({ on }, _options, signal) => ('pid' in on ? pauseTree(on, signal) : pauseByCommand(on, signal)),
  expected: (_options, canary) => lackOfSilence(canary),
});

function commandOf([command = '', ...args]: readonly string[]): Undo {
  return { kind: 'command', command, args, timeoutMs: RESUME_TIMEOUT_MS };
}
