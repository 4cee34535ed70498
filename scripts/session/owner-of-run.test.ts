import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSampleRun, type SampleRun } from '../../evidence/testing/sample-run.ts';
import { startedAt } from '../../kernel/process.ts';
import { isOwnerGone } from './owner-of-run.ts';

let sample: SampleRun;
beforeEach(() => {
  sample = startSampleRun();
});
afterEach(() => sample.remove());

const says = (process: object) => writeFileSync(sample.run.json, JSON.stringify({ of: 'v9', process }));

describe('the process that made a run', () => {
  it('is told of a run of another version', () => {
    says({ pid: process.pid, startedAt: startedAt(process.pid) });
    expect(isOwnerGone(sample.run)).toBe(false);
    says({ pid: process.pid, startedAt: 'another time' });
    expect(isOwnerGone(sample.run)).toBe(true);
  });

  it('is told by the journal where run.json is damaged', () => {
    writeFileSync(sample.run.json, '{');
    expect(isOwnerGone(sample.run)).toBe(true);
  });

  it('is not guessed where nothing tells it', () => {
    rmSync(sample.run.json);
    rmSync(sample.run.journal);
    expect(isOwnerGone(sample.run)).toBeUndefined();
  });
});
