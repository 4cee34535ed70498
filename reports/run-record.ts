import type { Journalled } from '../kernel/evidence.ts';
import type { RunEvent } from '../kernel/run-journal.ts';
import type { RunRecord } from './input.ts';

type Of<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>['data'];

/**
 * Folds a run's journal, live or dead, into what a report says of the run. A journal without `ended` reads `running`: the
 * caller, who can see whether its process lives, passes `interrupted` instead when it does not. Undefined without a start.
 */
export function foldRun(
  journal: readonly Journalled<RunEvent>[],
  unfinished: 'running' | 'interrupted' = 'interrupted',
): RunRecord | undefined {
  const all = <T extends RunEvent['type']>(type: T): readonly Of<T>[] =>
    journal.filter((event) => event.type === type).map((event) => event.data as Of<T>);
  const facts = all('run-started')[0];
  if (facts === undefined) return undefined;
  const plan = all('planned').at(-1);
  const ended = all('ended').at(-1);
  return {
    facts,
    status: ended?.status ?? unfinished,
    endedAt: ended && journal.findLast((event) => event.type === 'ended')?.at,
    planned: plan?.planned ?? [],
    skipped: plan?.skipped ?? [],
    tools: all('tools').flatMap((event) => event.tools),
    target: all('target-up').at(-1),
    troubles: all('trouble').map((event) => event.what),
    warnings: [...all('warning').map((event) => event.what), ...all('healed').map(sayHealed)],
    peakMemoryMb: ended?.peakMemoryMb,
  };
}

function sayHealed({ by, undone, failures }: Of<'healed'>): string {
  const rest = failures.length > 0 ? `; still to do: ${failures.join('; ')}` : '';
  const who = by === 'watcher' ? 'The harness was killed; its watcher' : '`./harness heal`';
  return `${who} put back ${undone} ${undone === 1 ? 'thing' : 'things'}${rest}`;
}
