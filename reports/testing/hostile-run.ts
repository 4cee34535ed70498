import { gate } from '../../kernel/gate.ts';
import { HOSTILE_NAME } from '../../kernel/testing/hostile.ts';
import type { ReportInput } from '../model/input.ts';
import { sampleRun, type Sample } from './sample-run.ts';

/** Where text from outside stands in a run: tests, tools, targets and people's files name these. */
const OUTSIDE =
  /^(id|detail|title|where|fix|rule|owner|reason|what|unavailable|rerun|version|source|problems|warnings|approver)$/;

/** Where nothing is cut off: at the beginning, and after the file of a check's id, where its title begins. */
const FORGERY = '\u202e\u001b[2J\n::error::forged';

/** A sample in which whatever comes from outside is hostile, judged by the real gate. */
export function hostileRun(sample: Sample): ReportInput {
  const input = sampleRun(sample);
  const { run, evidences, policy, now } = input;
  const planned = hostile(run.planned);
  const dirty = { ...run, ...hostile({ ...run, facts: undefined, planned: [] }), facts: run.facts, planned };
  const waivers = hostile(input.waivers).map((waiver, index) => ({
    ...waiver,
    of: hostile(input.waivers[index]?.of ?? '', true),
  }));
  const seen = hostile(evidences);
  const decision = gate({ planned, evidences: seen, policy, waivers, now, problems: dirty.problems });
  return { ...input, run: dirty, evidences: seen, waivers, decision, decisions: decision.suites };
}

function forged(text: string): string {
  return `${FORGERY} ${text.replace(' › ', ` › ${FORGERY} `)} ${HOSTILE_NAME}`;
}

function hostile<T>(value: T, isOutside = false): T {
  if (typeof value === 'string') return (isOutside ? forged(value) : value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => hostile(one, isOutside)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, hostile<unknown>(one, OUTSIDE.test(key))]);
  return Object.fromEntries(entries) as T;
}
