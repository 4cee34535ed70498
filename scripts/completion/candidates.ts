import type { Command } from 'commander';

/** What a project has that words of the command line may name. Asked for only when it is needed. */
export interface Named {
  suites(): Promise<readonly string[]>;
  environments(): Promise<readonly string[]>;
  stages(): Promise<readonly string[]>;
  runs(): Promise<readonly string[]>;
}

/** Of which verbs the words that are no options name what. */
const SUITES = new Set(['run', 'plan', 'list']);
const RUNS = new Set([
  'judge',
  'explain',
  'report',
  'publish',
  'gate',
  'dossier',
  'evidence',
  'baseline',
  'chaos',
]);

/**
 * What the last of the words may become; the others stand before it. None where only a file or a free text can follow: then the shell
 * completes files.
 */
export async function candidates(
  program: Command,
  words: readonly string[],
  named: Named,
): Promise<readonly string[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = commandOf(program, before);
  const found = await all(program, command, before, typed, named);
  return found.filter((one) => one.startsWith(typed)).toSorted();
}

async function all(
  program: Command,
  command: Command,
  before: readonly string[],
  typed: string,
  named: Named,
): Promise<readonly string[]> {
  const last = before.at(-1) ?? '';
  if (last === '--env' || last === '--stand-in') return named.environments();
  if (last === '--stage') return named.stages();
  const taking = command.options.find(
    (option) => option.long === last && (option.required || option.optional),
  );
  if (taking !== undefined && !taking.variadic) return taking.argChoices ?? [];
  if (typed.startsWith('-')) return [...command.options.flatMap(({ long }) => long ?? []), '--help'];
  if (command.commands.length > 0 && command.registeredArguments.length === 0)
    return command.commands.map((one) => one.name());
  const verb = verbOf(program, command);
  if (SUITES.has(verb)) return named.suites();
  return RUNS.has(verb) ? named.runs() : [];
}

/** The innermost verb that the words name. */
function commandOf(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words) command = command.commands.find((one) => one.name() === word) ?? command;
  return command;
}

function verbOf(program: Command, command: Command): string {
  let verb = command;
  while (verb.parent !== null && verb.parent !== program) verb = verb.parent;
  return verb.name();
}
