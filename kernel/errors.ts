/** Exit codes of the command line: what a caller may act on without reading a word. */
export const EXIT = { pass: 0, fail: 1, unknown: 2, usage: 254, bug: 255 } as const;

/** Your file or your command line is wrong. Carries every problem found, never just the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: string | readonly string[]) {
    const list = typeof problems === 'string' ? [problems] : problems;
    super(list.join('\n'));
    this.problems = list;
  }
}

/** The surroundings failed (a service, a port, a tool): says nothing about the product, so the verdict is `unknown`. */
export class InfraError extends Error {
  override readonly name = 'InfraError';
}

/** The suite itself broke (it threw outside an assertion, its tool refused it): `unknown`, and its owner must look. */
export class SuiteError extends Error {
  override readonly name = 'SuiteError';
}

/** The message of anything thrown, on one line if it has only one. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
