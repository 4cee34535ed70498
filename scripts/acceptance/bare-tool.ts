import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createFinder } from '../../fixtures/tools/finder.ts';
import { nearest } from '../../fixtures/plain-files/nearest.ts';
import k6 from '../../load/engines/k6/k6.tool.ts';
import { ROOT } from '../root.ts';
import type { Counts, Stranger, ToolName } from './stranger-table.ts';
import { InfraError } from '../../kernel/errors.ts';

/** What a bare tool said of a file. */
export interface BareOutcome {
  readonly code: number | null;
  /** None where the tool tells of no test. */
  readonly counts: Counts | undefined;
  readonly said: string;
}

const IS_CONFIG = /\.config\.[cm]?[jt]s$/;
const COMMANDS: Readonly<Record<ToolName, (file: string) => Promise<readonly string[]>>> = {
  playwright: (file) => Promise.resolve(['playwright', 'test', ...(IS_CONFIG.test(file) ? [] : [file])]),
  vitest: (file) => Promise.resolve(['vitest', 'run', ...(IS_CONFIG.test(file) ? [] : [file])]),
  k6: async (file) => {
    const found = await createFinder().find(k6);
    if ('missing' in found) throw new InfraError(found.missing);
    return [found.path, 'run', '--quiet', '--address', '', file];
  },
};

/** Where a person who runs the bare tool stands. */
const PLACES: Readonly<Record<ToolName, readonly string[]>> = {
  playwright: ['playwright.config.ts', 'package.json'],
  vitest: ['package.json', 'vitest.config.ts', 'vitest.config.mjs', 'vite.config.ts'],
  k6: [],
};

/** Runs the bare tool on a file, in its package's folder, to its end. */
export async function runBare(
  { tool }: Pick<Stranger, 'tool'>,
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<BareOutcome> {
  const cwd = dirname(nearest(dirname(file), PLACES[tool]) ?? file);
  const [command = '', ...args] = await COMMANDS[tool](file);
  const child = spawn(command, args, {
    cwd,
    env: {
      ...{ HOME: process.env['HOME'] ?? '', NO_COLOR: '1', K6_NO_USAGE_REPORT: 'true' },
      PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, counts: tool === 'k6' ? undefined : countsIn(said), said };
}

/** Playwright ends with `  2 passed (1s)` and its like on lines of their own, Vitest with `Tests  1 failed | 2 passed (3)`. */
function countsIn(said: string): Counts {
  const [, words = said, total] = /^\s*Tests\s+(.*) \((\d+)\)$/m.exec(said) ?? [];
  const count = (word: string) =>
    [...words.matchAll(new RegExp(`(?:^\\s*|\\| )(\\d+) (?:${word})\\b`, 'gm'))].reduce(
      (sum, [, number]) => sum + Number(number),
      0,
    );
  const [passed, failed] = [count('passed|flaky|expected fail'), count('failed')];
  const others = count('skipped|did not run|interrupted');
  return [passed, failed, total === undefined ? others : Number(total) - passed - failed];
}
