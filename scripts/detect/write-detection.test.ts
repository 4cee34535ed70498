import { existsSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleDetection } from '../../reports/testing/sample-detection.ts';
import { writeDetection } from './write-detection.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'detections-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (id: string, whole: boolean) => writeDetection(sampleDetection({ id, whole }), root);

it('points latest to the newest of every defect, and to none of some of them', async () => {
  await write('named', false);
  expect(existsSync(join(root, 'latest'))).toBe(false);
  for (const id of ['first', 'second']) {
    await write(id, true);
    expect(readlinkSync(join(root, 'latest'))).toBe(id);
  }
  const { report, failures } = await write('named-again', false);
  expect([existsSync(report), failures]).toEqual([true, []]);
  expect(readlinkSync(join(root, 'latest'))).toBe('second');
});
