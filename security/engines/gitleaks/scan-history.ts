import { join } from 'node:path';
import { InfraError } from '../../../kernel/errors.ts';
import { historyOf, type History } from '../../source/history.ts';
import { CANARY_FILE, canaryText } from './canary.ts';
import { gitleaks, type GitleaksRun, type Leak } from './gitleaks-run.ts';

export interface ScannedHistory {
  readonly leaks: readonly Leak[];
  readonly history: History;
  readonly read: number;
}

/** Looks through every commit of a checkout's repository. Throws where there are more with text than it looked at. */
export async function scanHistory(run: GitleaksRun, folder: string): Promise<ScannedHistory> {
  const planted = { file: CANARY_FILE, text: canaryText() };
  const history = await historyOf(run.scope, folder, planted, join(run.work, 'history.git'));
  const options = history.logOptions.join(' ');
  const { leaks, said } = await gitleaks(run, 'git', ['--log-opts', options, history.folder]);
  const read = commitsIn(said) - 1;
  if (read < history.withText)
    throw new InfraError({
      what: `gitleaks looked at ${read} commits, and there are ${history.withText} with text.`,
      fix: 'run `git fsck` there, and see that gitleaks and git are of this decade.',
    });
  return { leaks, history, read };
}

/** How many commits it says that it has looked at, with ours. */
export function commitsIn(said: string): number {
  return Number(/ (\d+) commits scanned/.exec(said)?.[1] ?? 0);
}
