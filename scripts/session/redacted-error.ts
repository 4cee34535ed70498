import type { Redactor } from '../../evidence/redaction.ts';
import { ConfigError, InfraError, SuiteError } from '../../kernel/errors.ts';
import type { Sentence } from '../../kernel/sentence.ts';

/** Whatever `act` throws is thrown without secrets in its message and stack: the terminal prints both. */
export async function withoutSecrets<T>(redactor: Redactor, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw redacted(error, redactor);
  }
}

function redacted(error: unknown, redactor: Redactor): unknown {
  if (error instanceof ConfigError)
    return new ConfigError(error.problems.map((problem) => redactedSentence(problem, redactor)));
  if (!(error instanceof Error)) return redactor.text(String(error));
  const said = { message: redactor.text(error.message), stack: redactor.text(error.stack ?? '') };
  // What the platform throws cannot be written to.
  return error instanceof DOMException
    ? Object.assign(new Error(said.message), { name: error.name, stack: said.stack })
    : Object.assign(error, said, isOurs(error) && redactedSentence(error, redactor));
}

function isOurs(error: Error): error is InfraError | SuiteError {
  return error instanceof InfraError || error instanceof SuiteError;
}

function redactedSentence({ what, fix }: Sentence, redactor: Redactor): Sentence {
  return { what: redactor.text(what), fix: fix === undefined ? undefined : redactor.text(fix) };
}
