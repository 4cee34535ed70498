import type { Finding } from '../../kernel/evidence.ts';
import { fingerprintOf } from '../rules/finding.ts';
import type { Subject } from '../source/subjects.ts';

/** What a scanner of files found, and where. */
export interface LocatedFinding {
  /** What found it: `gitleaks`. */
  readonly engine: string;
  /** The engine's own name for it. */
  readonly rule: string;
  /** CVSS-like, 0–10. */
  readonly severity: number;
  /** Absent where it is no weakness, as a licence. */
  readonly cwe?: number;
  readonly title: string;
  readonly fix: string;
  readonly subject: Subject['name'];
  /** Relative to the repository, or to a checkout that is none. */
  readonly path: string;
  readonly line?: number;
  /** What tells it from others of that rule in that file, and stays when lines move: never a secret. */
  readonly mark: string;
  /** For people, after the place: `in commit 1a2b3c4`. */
  readonly aside?: string;
}

/** Stable while the file keeps its name and the code its words: line numbers play no part. */
export function fingerprintOfLocated({ engine, rule, subject, path, mark }: LocatedFinding): string {
  return fingerprintOf([engine, rule, subject, path, mark]);
}

/** The finding as evidence has it. */
export function findingOfLocated(located: LocatedFinding): Finding {
  const { engine, rule, severity, cwe, title, fix, subject, path, line, aside } = located;
  const place = line === undefined ? path : `${path}:${line}`;
  const where = subject === 'source' ? place : `${subject}: ${place}`;
  return {
    rule: `${engine}/${rule}`,
    fingerprint: fingerprintOfLocated(located),
    severity,
    title,
    where: aside === undefined ? where : `${where} (${aside})`,
    ...(cwe !== undefined && { cwe }),
    fix,
  };
}

/** Code without what an editor or a formatter changes. */
export function normalised(code: string): string {
  return code.replace(/\s+/g, ' ').trim();
}

/** The first of each fingerprint. */
export function distinct<T extends LocatedFinding>(findings: readonly T[]): readonly T[] {
  const first = new Map<string, T>();
  for (const finding of findings) {
    const fingerprint = fingerprintOfLocated(finding);
    if (!first.has(fingerprint)) first.set(fingerprint, finding);
  }
  return [...first.values()];
}
