import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { environmentForTest, suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import { createFinder } from '../../../fixtures/tools/finder.ts';
import type { SuiteRun } from '../../../kernel/engine.ts';
import type { ToolFinder } from '../../../kernel/tool.ts';

/** A folder of this test's own, and git in it. What is no text is written as JSON. */
export function folderForTest(files: Readonly<Record<string, string | object>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'scanned-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' };
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'protocol.file.allow=always'];
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', folder, ...who, ...args], { env, encoding: 'utf8', stdio: 'pipe' });
  const write = (file: string, content: string | object): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  return { folder, git, write };
}

/** What a scanner of files threw and recorded when it looked at that folder as the product's source. */
export async function scanned<O>(
  folder: string,
  scan: (run: SuiteRun<O, 'source'>) => Promise<void>,
  options: O,
  tools: ToolFinder = createFinder(),
) {
  const run = suiteRunForTest<O>({
    ...{ options, tools },
    environment: { ...environmentForTest(), source: folder },
    suite: { name: 'security/example' },
  });
  onTestFinished(() => run.close());
  const { target: _, tenant: __, ...rest } = run;
  const error = await scan(rest).then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  const outcomes = run.recorder.checks.map(({ id, outcome }) => `${id}: ${outcome}`);
  return { ...run.recorder, error, outcomes, work: run.work };
}
