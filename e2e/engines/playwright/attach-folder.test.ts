import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { memoryRecorder } from '../../../fixtures/testing/memory-recorder.ts';
import { attachFolder } from './attach-folder.ts';

test('attaches every file below a folder, and nothing of a folder that was not made', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attach-'));
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'index.html'), 'report');
  writeFileSync(join(folder, 'data/a.png'), 'picture');
  const recorder = memoryRecorder();
  await attachFolder(recorder, 'report', folder);
  await attachFolder(recorder, 'other', join(folder, 'none'));
  expect(recorder.attachments.map(({ name }) => name)).toEqual(['report/data/a.png', 'report/index.html']);
  expect(recorder.events).toEqual([]);
  rmSync(folder, { recursive: true });
});
