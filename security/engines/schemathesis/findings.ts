import type { Finding } from '../../../kernel/evidence.ts';
import { fingerprintOf } from '../../rules/finding.ts';
import type { Fault } from './faults.ts';
import type { Failure } from './told.ts';

/** The same in every run, whatever was sent. What was sent stands in reproduce.txt only: it may be long, and of an answer it may tell. */
export function findingOf(fault: Fault, { check, operation, status }: Failure, site: string): Finding {
  return {
    rule: `schemathesis/${check}`,
    fingerprint: fingerprintOf(['schemathesis', check, site, operation, String(status)]),
    severity: fault.severity,
    title: `${fault.title} (WFC ${fault.wfc})`,
    where: `${site} ${operation}, answered ${status}`,
    cwe: fault.cwe,
    fix: fault.fix,
  };
}

/** A secret in an answer. */
export function findingOfSecret(name: string, operation: string, site: string): Finding {
  return {
    rule: 'schemathesis/secret-told',
    fingerprint: fingerprintOf(['schemathesis', 'secret-told', site, operation, name]),
    ...{ severity: 9.1, cwe: 200, title: `An answer tells the ${name}` },
    where: `${site} ${operation}`,
    fix: 'never put it into an answer, and change it: it is known now.',
  };
}
