import type { Command } from 'commander';

/** Adds one verb to the command line: the default export of a `commands/*.command.ts`. */
export type Verb = (program: Command) => void;
