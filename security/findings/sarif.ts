import { fingerprintOfLocated, type LocatedFinding } from './located-finding.ts';

/** What ran: one of SARIF's runs. */
export interface SarifTool {
  readonly name: string;
  readonly version: string;
  readonly url: string;
}

/** A finding, and why it is let through where it is. */
export interface SarifFinding extends LocatedFinding {
  readonly allowed?: string;
}

const LEVELS: readonly (readonly [number, string])[] = [
  [7, 'error'],
  [4, 'warning'],
  [0, 'note'],
];

/** The findings as SARIF 2.1.0, with paths relative to the repository, for whatever reads that. */
export function sarifOf(tool: SarifTool, findings: readonly SarifFinding[]): object {
  const rules = [...new Map(findings.map((one) => [one.rule, one])).values()];
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            informationUri: tool.url,
            rules: rules.map(({ rule, title, fix, severity, cwe }) => ({
              id: rule,
              shortDescription: { text: title },
              help: { text: fix },
              properties: {
                'security-severity': severity.toFixed(1),
                tags: cwe === undefined ? ['security'] : ['security', `external/cwe/cwe-${cwe}`],
              },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map(resultOf),
      },
    ],
  };
}

function resultOf(finding: SarifFinding): object {
  const { rule, severity, title, path, line, aside, subject, allowed } = finding;
  const [, level] = LEVELS.find(([from]) => severity >= from) ?? [0, 'note'];
  return {
    ruleId: rule,
    level,
    message: { text: aside === undefined ? title : `${title} (${aside})` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
          ...(line !== undefined && line > 0 && { region: { startLine: line } }),
        },
      },
    ],
    partialFingerprints: { 'harness/v1': fingerprintOfLocated(finding) },
    properties: { 'security-severity': severity.toFixed(1), subject },
    ...(allowed !== undefined && {
      suppressions: [{ kind: 'external', status: 'accepted', justification: allowed }],
    }),
  };
}
