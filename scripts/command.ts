import type { Command } from 'commander';
import { z } from 'zod';
import { callable, type Definable } from '../kernel/discover.ts';

/** One verb of the command line: the default export of a `commands/<verb>.command.ts`. */
export interface VerbDefinition {
  readonly name: string;
  /** What `--help` says of it. */
  readonly description: string;
  /** Adds its arguments, its options and what it does. What that needs is imported when it is done. */
  build(command: Command): void;
}

export const COMMAND: Definable<VerbDefinition> = {
  what: 'command',
  within: ['scripts/commands'],
  schema: z.strictObject({
    name: z.string().min(1),
    description: z.string().min(1),
    build: callable<VerbDefinition['build']>(),
  }),
  calledLikeFile: true,
};

/** Types the default export of a `*.command.ts`; discovery checks it. */
export function defineCommand(verb: VerbDefinition): VerbDefinition {
  return verb;
}
