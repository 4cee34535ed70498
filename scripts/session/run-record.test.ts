import { describe, expect, it } from 'vitest';
import type { Journalled } from '../../kernel/evidence.ts';
import type { RunEvent } from '../../kernel/run-journal.ts';
import { readRunJson } from '../../evidence/store.ts';
import { startSampleRun } from '../../evidence/testing/sample-run.ts';
import { runRecord } from './run-record.ts';

const sample = startSampleRun();
const json = readRunJson(sample.run);
sample.remove();

function journalled(events: readonly [seconds: number, event: RunEvent][]): readonly Journalled<RunEvent>[] {
  return events.map(([seconds, event], seq) => ({
    ...event,
    seq,
    at: `2026-11-21T03:12:${String(seconds).padStart(2, '0')}.000Z`,
  }));
}

describe('the end of a run', () => {
  it('is when it ended', () => {
    const events = journalled([[9, { type: 'ended', data: { status: 'completed' } }]]);
    expect(runRecord(events, json).endedAt).toBe('2026-11-21T03:12:09.000Z');
  });

  it('is never before its beginning, whatever the clock did; how long it took is told beside it', () => {
    const events = journalled([[9, { type: 'ended', data: { status: 'completed', durationMs: 4321 } }]]);
    const early = events.map((event) => ({ ...event, at: '2026-11-21T02:00:00.000Z' }));
    const record = runRecord(early, json);
    expect(record).toMatchObject({ endedAt: record.facts.startedAt, durationMs: 4321 });
  });

  it('is when it was last heard of, where it was healed later', () => {
    const lastAt = '2026-11-21T03:12:05.000Z';
    const events = journalled([
      [5, { type: 'suite-started', data: { suite: 'e2e/login' } }],
      [50, { type: 'healed', data: { by: 'heal', undone: 3, failures: [] } }],
      [51, { type: 'ended', data: { status: 'interrupted', lastAt } }],
    ]);
    expect(runRecord(events, json)).toMatchObject({
      status: 'interrupted',
      endedAt: lastAt,
      warnings: [{ what: 'the run was killed; the heal command put back 3 things' }],
    });
  });

  it('of a run that had ended, healing is not told as a kill', () => {
    const events = journalled([
      [5, { type: 'ended', data: { status: 'completed' } }],
      [50, { type: 'healed', data: { by: 'heal', undone: 1, failures: [] } }],
    ]);
    expect(runRecord(events, json)).toMatchObject({
      status: 'completed',
      warnings: [
        {
          what: 'the run had ended, but had no manifest, which was made later; the heal command put back 1 thing',
        },
      ],
    });
  });
});
