import type { Instrumenter } from '@stryker-mutator/instrumenter';
import type { Change } from '../mutant.ts';

type Logger = ConstructorParameters<typeof Instrumenter>[0];

const quiet = () => undefined;
const SILENT: Logger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  ...{ trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet },
};

/** What keeps its meaning wherever an expression of its own stands, and what is none. */
const NEEDS_NO_BRACKETS = /^(?:[\w$.]+|"[^"]*"|`[^`]*`|\{[^]*\}|\[[^]*\]|(?:case|default)\b[^]*|\/.*\/\w*)$/;

/**
 * What Stryker would change in a file of TypeScript or JavaScript. Only its mutators are used, not its instrumented text: as each
 * mutant is started anew, the product runs as it is but for that one change.
 */
export async function strykerChanges(file: string, text: string): Promise<readonly Change[]> {
  const { Instrumenter: Finder } = await import('@stryker-mutator/instrumenter');
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { mutants } = await new Finder(SILENT).instrument(
    [{ name: file, mutate: true, content: text }],
    options,
  );
  const begins = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const at = ({ line, column }: { line: number; column: number }) => (begins[line] ?? 0) + column;
  return mutants.flatMap(({ location, replacement, mutatorName, statusReason }) => {
    if (statusReason !== undefined) return [];
    const bare = mutatorName === 'BlockStatement' || NEEDS_NO_BRACKETS.test(replacement);
    const change = bare ? replacement : `(${replacement})`;
    return [{ start: at(location.start), end: at(location.end), replacement: change, mutator: mutatorName }];
  });
}
