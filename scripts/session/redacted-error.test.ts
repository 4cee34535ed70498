import { describe, expect, it } from 'vitest';
import { Redactor } from '../../evidence/redaction.ts';
import { ConfigError, InfraError } from '../../kernel/errors.ts';
import { withoutSecrets } from './redacted-error.ts';
import { say } from '../../kernel/sentence.ts';

const redactor = new Redactor(['hunter2hunter2']);

async function thrown(error: unknown): Promise<unknown> {
  const failing = withoutSecrets(redactor, () => Promise.reject(error as Error));
  return failing.then(
    () => undefined,
    (caught: unknown) => caught,
  );
}

describe('what a run throws', () => {
  it('has no secret in message and stack, and keeps its kind', async () => {
    const error = (await thrown(
      new InfraError({
        what: 'GET https://user:pa55word@host/?key=hunter2hunter2',
        fix: 'not hunter2hunter2',
      }),
    )) as InfraError;
    expect(error).toBeInstanceOf(InfraError);
    expect(error.message).not.toMatch(/hunter2|pa55word/);
    expect(`${error.what} ${error.fix}`).not.toMatch(/hunter2|pa55word/);
    expect(error.stack).not.toMatch(/hunter2|pa55word/);
  });

  it('has none in any of the problems', async () => {
    const error = (await thrown(
      new ConfigError([{ what: 'a hunter2hunter2', fix: 'hunter2hunter2' }, 'b']),
    )) as ConfigError;
    expect(error.problems.map(say)).toEqual(['a [redacted]. Fix: [redacted]', 'b']);
  });

  it('has none when it is no error', async () => expect(await thrown('hunter2hunter2')).toBe('[redacted]'));

  it('is nothing when all goes well', async () =>
    expect(await withoutSecrets(redactor, () => Promise.resolve(1))).toBe(1));
});
