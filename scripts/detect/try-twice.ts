import { gaveNoAnswer, type LogEvent } from './detection-log.ts';
import type { Interruption } from './interruption.ts';

export interface Patience {
  /** What is tried, for people. */
  readonly name: string;
  readonly say: (line: string) => void;
  readonly interruption: Pick<Interruption, 'stopped'>;
}

/** Tries once more where no suite could be judged: what disturbed it may have passed. What comes of that stands. */
export async function tryTwice(
  { name, say, interruption }: Patience,
  attempt: () => Promise<LogEvent | undefined>,
): Promise<void> {
  const event = await attempt();
  if (event === undefined || !gaveNoAnswer(event) || interruption.stopped) return;
  say(`    no suite gave an answer to ${name}; once more`);
  await attempt();
}
