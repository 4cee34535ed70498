import { existsSync, readFileSync } from 'node:fs';
import { InfraError, SuiteError } from '../../../kernel/errors.ts';
import { type Check, type InboxEvent, inboxEventSchema } from '../../../kernel/evidence.ts';

/** What the reporter told: its events by name, and its checks. */
export interface Said {
  readonly checks: readonly Check[];
  details(event: string): readonly Record<string, unknown>[];
}

/** Reads an inbox, whose first `skip` bytes belong to others. */
export function saidIn(inbox: string, skip = 0): Said {
  const text = existsSync(inbox) ? readFileSync(inbox).subarray(skip).toString() : '';
  // A line without its end is still being written, or its writer was killed.
  const lines = text.split('\n').slice(0, -1);
  const events: InboxEvent[] = lines.map((line) => inboxEventSchema.parse(JSON.parse(line)));
  return {
    checks: events.flatMap((event) => (event.type === 'check' ? [event.data] : [])),
    details: (name) =>
      events.flatMap((event) =>
        event.type === 'event' && event.data.name === name ? [event.data.detail] : [],
      ),
  };
}

/**
 * Throws a SuiteError or an InfraError when this cannot tell anything about the product: the tool broke, stopped in the middle,
 * found no test, or skipped them all. Its exit code is never asked. `log` is the end of what it printed.
 */
export function requireTests(tool: string, said: Said, log: string): void {
  requireNoTrouble(said);
  const printed = `It printed:\n${log}\nFix: run it by hand and see.`;
  if (said.details('tests.begin').length === 0)
    throw new SuiteError(`${tool} ended before it told of any test. ${printed}`);
  const status = said.details('tests.end')[0]?.['status'];
  if (status === undefined) throw new SuiteError(`${tool} died in the middle of the suite. ${printed}`);
  if (status === 'interrupted') throw new SuiteError(`${tool} was interrupted. Fix: run the suite again.`);
  if (said.checks.length === 0) throw new SuiteError(`${tool} found no test. ${printed}`);
  requireExecuted(said.checks);
}

function requireNoTrouble(said: Said): void {
  const troubles = said.details('tests.trouble');
  const text = [...new Set(troubles.map(({ message }) => String(message)))].join('\n');
  if (troubles.some(({ cause }) => cause === 'infra')) throw new InfraError(text);
  if (troubles.length > 0) throw new SuiteError(text);
}

function requireExecuted(checks: readonly Check[]): void {
  if (checks.some(({ outcome }) => outcome !== 'skipped')) return;
  const reasons = checks.slice(0, 5).map(({ id, detail }) => `${id}: ${detail ?? 'no reason given'}`);
  throw new SuiteError(
    `all ${checks.length} tests were skipped. Fix: run at least one.\n${reasons.join('\n')}`,
  );
}
