import type { LoadPlan } from '../../kernel/load-evidence.ts';

/** k6 keeps every value for its page, so the engine asks for none of a longer load. */
const LONGEST_MS = 10 * 60_000;

/** Why there is no page of k6's own, in a sentence; undefined for a load that k6 did not plan. */
export function whyNoDashboard(plan: LoadPlan | undefined): string | undefined {
  if (plan === undefined) return undefined;
  const ends = plan.offered.flatMap(({ stages }) => stages.map(({ untilMs }) => untilMs));
  return `There is no page of k6’s own: ${reasonOf(plan.workers, Math.max(0, ...ends))}.`;
}

function reasonOf(workers: number, lastsMs: number): string {
  if (workers > 1) return `each of the ${workers} k6 processes would have shown its part as the whole`;
  if (lastsMs > LONGEST_MS)
    return 'k6 keeps every value for it, so none is made of a load of more than ten minutes';
  if (lastsMs === 0) return 'none is made of a load whose length k6 is not told beforehand';
  return 'k6 writes it at the end of a load that it ran here, and wrote none of this one';
}
