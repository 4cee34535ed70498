import type { Redactor } from '../../evidence/redaction.ts';
import { ConfigError } from '../../kernel/errors.ts';

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
    return new ConfigError(error.problems.map((problem) => redactor.text(problem)));
  if (!(error instanceof Error)) return redactor.text(String(error));
  error.message = redactor.text(error.message);
  if (error.stack !== undefined) error.stack = redactor.text(error.stack);
  return error;
}
