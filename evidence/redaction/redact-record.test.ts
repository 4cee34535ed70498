import { expect, test } from 'vitest';
import { sampleSuite } from '../../kernel/testing/samples.ts';
import { Redactor } from '../redaction.ts';
import { namesOfRun, redactRecord } from './redact-record.ts';

test('what is demanded, does not apply and is required keeps its names, whatever the secrets are; reasons do not', () => {
  const data = {
    planned: [{ suite: sampleSuite(), toolKind: 'e2e', file: 'login.suite.ts' }],
    policy: { required: [], mustProve: ['FUN-01/admin'], flakes: 0 },
    demanded: [{ reference: 'FUN-01/admin', says: 'for one', by: 'suite' as const, kinds: ['contract2'] }],
    notApplicable: { 'FUN-02/size': 'there is no hunter2hunter2' },
    stages: { pr: ['security/secrets'] },
    skipped: [],
  };
  const secrets = ['FUN-01/admin', 'contract2', 'FUN-02/size', 'security/secrets', 'hunter2hunter2'];
  const names = new Set(namesOfRun({ type: 'planned', data }));
  expect(redactRecord(new Redactor(secrets), data, names)).toEqual({
    ...data,
    notApplicable: { 'FUN-02/size': 'there is no [redacted]' },
  });
});
