import { describe, expect, it } from 'vitest';
import type { Journalled } from '../kernel/evidence.ts';
import type { RunEvent } from '../kernel/run-journal.ts';
import { foldRun } from './run-record.ts';
import { sampleRun } from './testing/sample-run.ts';

const { run } = sampleRun('pass');
const process = { pid: 1, startedAt: '1' };
const started: RunEvent = { type: 'run-started', data: { ...run.facts, process, work: '/tmp/work' } };

function journal(...events: readonly RunEvent[]): readonly Journalled<RunEvent>[] {
  return events.map((event, seq) => ({ ...event, seq, at: `2026-11-21T03:12:0${seq}Z` }));
}

describe('a run, folded from its journal', () => {
  it('has everything that the journal says', () => {
    const record = foldRun(
      journal(
        started,
        { type: 'planned', data: { planned: [...run.planned], skipped: [...run.skipped] } },
        { type: 'tools', data: { tools: [...run.tools] } },
        { type: 'target-up', data: { name: 'reference', version: '1', urls: {}, warmUpMs: 5 } },
        { type: 'trouble', data: { what: 'not put back: a proxy' } },
        { type: 'warning', data: { what: 'old seed data' } },
        { type: 'healed', data: { by: 'watcher', undone: 2, failures: ['a container'] } },
        { type: 'ended', data: { status: 'completed', peakMemoryMb: 300 } },
      ),
    );
    expect(record).toMatchObject({
      status: 'completed',
      endedAt: '2026-11-21T03:12:07Z',
      planned: run.planned,
      skipped: run.skipped,
      target: { name: 'reference', warmUpMs: 5 },
      troubles: ['not put back: a proxy'],
      warnings: [
        'old seed data',
        'The harness was killed; its watcher put back 2 things; still to do: a container',
      ],
      peakMemoryMb: 300,
    });
  });

  it('that was killed before its plan reads interrupted, with nothing planned', () =>
    expect(foldRun(journal(started))).toMatchObject({
      status: 'interrupted',
      endedAt: undefined,
      planned: [],
      tools: [],
      target: undefined,
    }));

  it('that still goes on reads running, if the caller says so', () =>
    expect(foldRun(journal(started), 'running')?.status).toBe('running'));

  it('is none without a start', () => expect(foldRun([])).toBeUndefined());
});
