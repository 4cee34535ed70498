import { describe, expect, test } from 'vitest';
import { Redactor } from '../../evidence/redaction.ts';
import { DISGUISES } from './disguises.ts';
import { findInText } from './find-secret.ts';

/** One whose characters every encoder escapes differently, and one that is long. */
const SECRETS = ['p"1&nted/s+cret<9f3a7c21b0de>', 'Zk3q7WmQ9rT2xL5v!B8nC1dF4gH6jK0pS3uY7wE9'];

describe.each(SECRETS)('of %s', (secret) => {
  const redactor = new Redactor([secret]);

  test.each([...DISGUISES])('nothing can be read %s, and the finder would see it', async (_, write) => {
    const text = `before ${write(secret)} after`;
    expect(await findInText([secret], text)).not.toEqual([]);
    const redacted = redactor.bytes(Buffer.from(text)).toString();
    expect(await findInText([secret], redacted)).toEqual([]);
    expect(redacted).toMatch(/^before [^]{0,300}\[redacted\][^]{0,300} after$/);
  });
});
