import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckInput, Recorder } from '../../kernel/recorder.ts';
import { findingOfLocated, type LocatedFinding } from './located-finding.ts';
import { sarifOf, type SarifFinding, type SarifTool } from './sarif.ts';

/** From this severity on (medium) a finding fails its check; lower ones are findings only. */
const FAILING_SEVERITY = 4;
const SHOWN = 5;

/** `1 finding in 40 exchanges`. */
export function countedIn({ length }: readonly unknown[], lookedAt: string): string {
  return `${length} ${length === 1 ? 'finding' : 'findings'} in ${lookedAt}`;
}

/** The check that some findings are: failed where one is of medium severity or worse, and waived where each of these is. */
export function checkOfFindings(
  id: string,
  findings: readonly LocatedFinding[],
  lookedAt: string,
  proves: readonly string[],
): CheckInput {
  const bad = findings.filter(({ severity }) => severity >= FAILING_SEVERITY).map(findingOfLocated);
  const counted = countedIn(findings, lookedAt);
  const check = { id, durationMs: 0, proves: [...proves] };
  if (bad.length === 0) return { ...check, outcome: 'passed', detail: counted };
  const shown = bad.slice(0, SHOWN).map(({ title, where }) => `${title} ${where}`);
  const more = bad.length > SHOWN ? [`and ${bad.length - SHOWN} more`] : [];
  return {
    ...check,
    outcome: 'failed',
    findings: bad.map(({ fingerprint }) => fingerprint),
    detail: `${counted}, ${bad.length} of them medium or worse: ${[...shown, ...more].join('; ')}`,
  };
}

/** The check that no entry of a reviewed list outlives what it lets through: it would let through the next that is like it. */
export function checkOfStale(id: string, stale: readonly string[], counted: string): CheckInput {
  const check = { id, durationMs: 0 };
  if (stale.length === 0) return { ...check, outcome: 'passed', detail: counted };
  return { ...check, outcome: 'failed', detail: `take out ${stale.join(', ')}` };
}

/** Records what was found, and keeps all of it, with what is let through, as SARIF. */
export async function keepSarif(
  run: { readonly recorder: Recorder; readonly work: string },
  tool: SarifTool,
  findings: readonly SarifFinding[],
): Promise<void> {
  for (const finding of findings)
    if (finding.allowed === undefined) run.recorder.finding(findingOfLocated(finding));
  const file = join(run.work, `${tool.name}.sarif`);
  await writeFile(file, `${JSON.stringify(sarifOf(tool, findings), undefined, 2)}\n`);
  await run.recorder.attach(`${tool.name}.sarif`, file);
}
