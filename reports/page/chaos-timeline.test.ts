import { describe, expect, it } from 'vitest';
import { timelineOf } from './chaos-timeline.ts';
import { changed, suiteOf } from '../testing/sample-suite.ts';

describe('the timeline of an experiment', () => {
  const NAME = 'chaos/api-postgres-latency';

  it('places phases, faults and recovery on the whole', () => {
    const timeline = timelineOf(suiteOf('pass', NAME));
    expect(timeline?.phases.map((span) => span.name)).toEqual(['before', 'during', 'after']);
    expect(timeline?.phases[1]).toMatchObject({ left: 32.26, width: 34.68 });
    expect(timeline?.faults[0]).toMatchObject({ name: 'latency on api-postgres', left: 33.23, width: 31.45 });
    expect(timeline?.recovery).toMatchObject({ left: 64.68, said: 'recovered in 1.4 s' });
    expect(timeline?.length).toBe('1 min 02 s');
  });

  it('says what a canary saw of the fault', () =>
    expect(timelineOf(suiteOf('pass', NAME))?.faults[0]?.effect).toBe(
      'a canary through it took 405 ms and got no answer 1 of 4 times, before 2.10 ms',
    ));

  it('takes times from the start as well, and a fault that was never healed as lasting', () => {
    const event = (name: string, detail: object) => ({ name, at: '2026-11-21T03:12:04Z', detail });
    const events = [
      event('phase', { name: 'before', atMs: 0, untilMs: 1000 }),
      event('phase', { name: 'during', atMs: 1000, untilMs: 4000 }),
      event('fault', { fault: 'kill', process: 'worker', injectedAt: 2000 }),
    ];
    const timeline = timelineOf(changed(suiteOf('pass', NAME), { events, metrics: [] }));
    expect(timeline?.faults[0]).toMatchObject({
      name: 'kill on worker',
      left: 50,
      width: 50,
      effect: undefined,
    });
    expect(timeline).not.toHaveProperty('recovery');
  });

  it('takes the end of a fault that says it itself, for others were on longer', () => {
    const at = (seconds: number) => `2026-11-21T03:12:0${seconds}.000Z`;
    const event = (name: string, detail: object) => ({ name, at: at(9), detail });
    const events = [
      event('phase', { name: 'during', startedAt: at(0), endedAt: at(8) }),
      event('fault', { fault: 'blackout', link: 'a-b', injectedAt: at(2), endedAt: at(4) }),
      event('healed', { failures: [] }),
    ];
    const timeline = timelineOf(changed(suiteOf('pass', NAME), { events, metrics: [] }));
    expect(timeline?.faults[0]).toMatchObject({ left: 25, width: 25 });
  });

  it('compares each measurement by phase, and says what was not measured', () => {
    const row = suiteOf('pass', NAME);
    expect(timelineOf(row)).toMatchObject({
      columns: ['before', 'during', 'after'],
      measurements: [
        { name: 'p95', values: ['61 ms', '1,290 ms', '66 ms'] },
        { name: 'errors', values: ['0 %', '1.08 %', '0 %'] },
      ],
    });
    const partly = changed(row, {
      metrics: row.evidence?.metrics.filter((one) => one.name === 'before.p95') ?? [],
    });
    expect(timelineOf(partly)?.measurements[0]?.values).toEqual(['61 ms', 'not measured', 'not measured']);
  });

  it('is absent without a phase, also when an event is malformed', () => {
    const row = suiteOf('pass', NAME);
    expect(timelineOf(changed(row, { events: [] }))).toBeUndefined();
    const events = [{ name: 'phase', at: '2026-11-21T03:12:04Z', detail: { name: 'before' } }];
    expect(timelineOf(changed(row, { events }))).toBeUndefined();
  });
});
