import type { LocatedFinding } from '../../findings/located-finding.ts';
import type { Lockfile, LockedPackage } from '../../source/lockfile.ts';
import type { Subject } from '../../source/subjects.ts';
import { type Exception, isAllowed, type Licences } from './licences.ts';

const SEVERITY = 5;

/** Packages whose licence is on no list. Notes the exceptions that were met. */
export function licenceFindings(
  subject: Subject,
  lock: Lockfile,
  { allowed, exceptions }: Licences,
  met: Set<Exception>,
): readonly LocatedFinding[] {
  return [...lock.packages.values()].flatMap((one) => {
    if (one.license !== undefined && isAllowed(one.license, allowed)) return [];
    const exception = exceptions.find(
      ({ package: name, licence }) => name === one.name && licence === one.license,
    );
    if (exception !== undefined) {
      met.add(exception);
      return [];
    }
    return [findingOf(subject, lock, one)];
  });
}

function findingOf(subject: Subject, lock: Lockfile, one: LockedPackage): LocatedFinding {
  return {
    engine: 'sbom',
    rule: 'licence',
    severity: SEVERITY,
    title: `${one.name} ${one.version} ${one.license === undefined ? 'says no licence' : `is under ${one.license}`}.`,
    fix: 'do without it; or have the licence allowed, or the package excepted with a reason, in the suite’s licences.json.',
    subject: subject.name,
    path: lock.file,
    mark: `${one.name} ${one.license ?? ''}`,
    aside: one.at,
  };
}
