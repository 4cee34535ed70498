import type { Finding } from '../../kernel/evidence.ts';
import type { CheckInput } from '../../kernel/recorder.ts';
import type { Exchange } from './exchange.ts';
import { findingOf } from './finding.ts';
import { countedIn } from '../findings/record.ts';
import type { ChangedRule } from './changed-rules.ts';

/** From this severity on (medium) a finding fails its rule's check; lower ones are findings only. */
const FAILING_SEVERITY = 4;

/** What one rule said about many exchanges. */
export interface Examination {
  readonly rule: ChangedRule;
  /** How many exchanges the rule applies to. */
  readonly applicable: number;
  /** One a place: the same defect met twice is one finding. */
  readonly findings: readonly Finding[];
}

/** Runs a rule over all exchanges that it applies to. */
export function examine(rule: ChangedRule, exchanges: readonly Exchange[]): Examination {
  if (rule.off !== undefined) return { rule, applicable: 0, findings: [] };
  const applicable = exchanges.filter((exchange) => rule.applies(exchange));
  const all = applicable.flatMap((exchange) =>
    rule.problems(exchange).map((problem) => findingOf(rule, problem, exchange)),
  );
  return { rule, applicable: applicable.length, findings: firstOfEach(all) };
}

/** The first place where a defect was met is the one that is named. */
function firstOfEach(findings: readonly Finding[]): readonly Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of findings)
    if (!first.has(finding.fingerprint)) first.set(finding.fingerprint, finding);
  return [...first.values()];
}

/** The check that an examination is: skipped where the rule had nothing to look at, failed from medium severity on. */
export function checkOf({ rule, applicable, findings }: Examination): CheckInput {
  const check = { id: `rule ${rule.name}`, durationMs: 0, proves: [...rule.proves] };
  if (rule.off !== undefined)
    return { ...check, outcome: 'skipped', detail: `switched off in this suite: ${rule.off}` };
  if (applicable === 0) return { ...check, outcome: 'skipped', detail: `needs ${rule.needs}; none was seen` };
  const bad = findings.filter((finding) => finding.severity >= FAILING_SEVERITY);
  const counted = countedIn(findings, applicable === 1 ? '1 exchange' : `${applicable} exchanges`);
  if (bad.length === 0) {
    const proves = rule.lowered && findings.length > 0 ? [] : check.proves;
    return { ...check, outcome: 'passed', detail: counted, proves };
  }
  return {
    ...check,
    outcome: 'failed',
    findings: bad.map(({ fingerprint }) => fingerprint),
    detail: `${counted}, ${bad.length} of them medium or worse: ${places(bad)}`,
  };
}

const SHOWN = 5;

function places(findings: readonly Finding[]): string {
  const shown = findings.slice(0, SHOWN).map((finding) => `${finding.title} at ${finding.where}`);
  const more = findings.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
