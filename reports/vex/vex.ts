import type { RunReport, WaiverRow } from '../model/run-report.ts';
import type { FindingRow } from '../model/security-findings.ts';

/**
 * What waivers let through, as a VEX document (CycloneDX 1.6); undefined where they let nothing through. Each is called exploitable: a
 * waiver says who bears it until when, never that nothing can come of it.
 */
export function vexOf({ run, suites, waivers, now }: RunReport): object | undefined {
  const vulnerabilities = suites.flatMap(({ name, findings }) =>
    findings.rows.flatMap((row) => {
      const waiver = waivers.find((one) => one.suite === name && one.of === row.fingerprint);
      return row.state === 'waived' && waiver !== undefined ? [vulnerability(row, waiver)] : [];
    }),
  );
  if (vulnerabilities.length === 0) return undefined;
  const { name = 'unknown', version = 'unknown' } = run.target ?? {};
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: now.toISOString(),
      component: { type: 'application', 'bom-ref': PRODUCT, name, version },
      properties: [{ name: 'harness:run', value: run.facts.id }],
    },
    vulnerabilities,
  };
}

const PRODUCT = 'product';

function vulnerability(row: FindingRow, waiver: WaiverRow): object {
  const { rule, fingerprint, severity, level, title, where, fix, cwe } = row;
  const slash = rule.indexOf('/');
  const { reason, ticket, owner, approver, created, expires } = waiver;
  return {
    'bom-ref': fingerprint,
    id: rule.slice(slash + 1),
    source: { name: slash === -1 ? waiver.suite : rule.slice(0, slash) },
    ratings: [{ score: severity, severity: level, method: 'other' }],
    ...(cwe !== undefined && { cwes: [cwe] }),
    description: `${title}: ${where}`,
    recommendation: fix,
    affects: [{ ref: PRODUCT }],
    analysis: {
      state: 'exploitable',
      detail: `${reason} ${owner} mends it (${ticket}); ${approver} allowed it from ${created} until ${expires}.`,
    },
  };
}
