import type { SelectionOptions } from '../commands/selection-options.ts';

/** The command line of `run`. */
export interface RunOptions extends SelectionOptions {
  readonly json?: boolean;
  readonly allure: boolean;
  readonly install: boolean;
  readonly seed?: string;
  readonly result?: string;
}
