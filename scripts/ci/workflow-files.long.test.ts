import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installTool } from '../../fixtures/tools/install.ts';
import type { Tool } from '../../kernel/tool.ts';
import { ROOT } from '../root.ts';
import { projectWorkflowText, workflowFiles } from './workflow-files.ts';
import { actionlint, zizmor } from './testing/linters/linters.ts';

/** All that is written, `init`'s too, in a folder of its own. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workflows-'));
  const files = [
    ...workflowFiles(ROOT),
    ['.github/workflows/release-harness.yml', projectWorkflowText()] as const,
  ];
  for (const [file, text] of files) write(file, text);
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

async function said(tool: Tool, args: readonly string[]): Promise<{ status: number | null; said: string }> {
  const { path } = await installTool(tool, console.log, new AbortController().signal);
  const { status, stdout, stderr } = spawnSync(path, args, { cwd: folder, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

const lint = () =>
  said(actionlint, [
    '-no-color',
    '-shellcheck=',
    '-pyflakes=',
    '-config-file',
    '.github/actionlint.yaml',
    ...globSync('.github/workflows/*.yml', { cwd: folder }),
  ]);
/** Offline: what needs GitHub is not asked. Its low findings ask for a syntax that actionlint does not know. */
const audit = () => said(zizmor, ['--offline', '--no-progress', '--min-severity', 'medium', '.github']);

test('actionlint finds nothing, and finds a need of no job', async () => {
  expect(await lint()).toEqual({ status: 0, said: '' });
  const [broken = ''] = globSync('.github/workflows/release.yml', { cwd: folder });
  const text = workflowFiles(ROOT).get(broken) ?? '';
  write(broken, text.replace('      - release\n', '      - releases\n'));
  expect((await lint()).said).toContain('"releases" which does not exist');
  write(broken, text);
});

test('zizmor finds nothing, and finds an action that can be moved', async () => {
  expect(await audit()).toMatchObject({ status: 0 });
  const text = workflowFiles(ROOT).get('.github/workflows/pr.yml') ?? '';
  write('.github/workflows/pr.yml', text.replace(/checkout@\w+ # v5.0.0/, 'checkout@v5'));
  const found = await audit();
  expect(found.said).toContain('unpinned-uses');
  expect(found.status).not.toBe(0);
});
