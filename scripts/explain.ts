import { CommanderError } from 'commander';
import { ConfigError, EXIT, InfraError, messageOf } from '../kernel/errors.ts';
import { say } from '../kernel/sentence.ts';

/** Says what went wrong on stderr; the exit code that goes with it. */
export function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.usage;
  if (error instanceof ConfigError) {
    console.error(error.problems.map((problem) => `harness: ${indented(say(problem))}`).join('\n'));
    return EXIT.usage;
  }
  if (error instanceof InfraError) {
    console.error(`harness: ${indented(error.message)}`);
    return EXIT.unknown;
  }
  console.error('harness: a bug of ours; please report it with these lines:');
  console.error(error instanceof Error ? error.stack : messageOf(error));
  return EXIT.bug;
}

/** What a message quotes must not look like a line of ours. */
function indented(message: string): string {
  return message.replaceAll('\n', '\n  ');
}
