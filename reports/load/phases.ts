import { z } from 'zod';
import type { Evidence } from '../../kernel/evidence.ts';
import type { Stretch } from '../drawing/plot.ts';
import { eventsNamed, type EventName } from '../../kernel/suite-events.ts';

export interface FaultStretch extends Stretch {
  /** What a canary of the faulted subject measured, in words; absent when it was not measured. */
  readonly effect?: string;
}

const moment = z.union([z.number(), z.iso.datetime().transform((iso) => Date.parse(iso))]);

/** `phase` events carry times as `startedAt`/`endedAt` (ISO) or as `atMs`/`untilMs`. */
const phaseSchema = z.union([
  z.object({ name: z.string(), startedAt: moment, endedAt: moment }),
  z
    .object({ name: z.string(), atMs: moment, untilMs: moment })
    .transform(({ name, atMs, untilMs }) => ({ name, startedAt: atMs, endedAt: untilMs })),
]);

const answer = z.union([z.number(), z.literal('no answer')]);

/** `fault` events say when a fault was injected; the `healed` event that follows says when it was gone. */
const faultSchema = z.object({
  fault: z.string(),
  link: z.string().optional(),
  process: z.string().optional(),
  network: z.string().optional(),
  injectedAt: moment,
  /** When it was taken away, where others stayed on. */
  endedAt: moment.optional(),
  baselineMs: answer.optional(),
  duringMs: z.array(answer).optional(),
});

type Fault = z.infer<typeof faultSchema>;

/** The phases of an experiment in order; none when it recorded none, or none that can be read. */
export function phasesOf(evidence: Evidence | undefined): readonly Stretch[] {
  const phases = detailsOf(evidence, 'phase').flatMap((event) => phaseSchema.safeParse(event).data ?? []);
  const origin = Math.min(...phases.map((phase) => phase.startedAt));
  return phases.map(({ name, startedAt, endedAt }) => ({
    name,
    fromMs: startedAt - origin,
    untilMs: endedAt - origin,
  }));
}

/** The faults, on the time of the phases. One that was never healed lasts until the end of the last phase. */
export function faultsOf(evidence: Evidence | undefined): readonly FaultStretch[] {
  const phases = detailsOf(evidence, 'phase').flatMap((event) => phaseSchema.safeParse(event).data ?? []);
  const origin = Math.min(...phases.map((phase) => phase.startedAt));
  const end = Math.max(...phases.map((phase) => phase.endedAt));
  const healed = eventsNamed(evidence, 'healed').map((event) => Date.parse(event.at));
  if (phases.length === 0) return [];
  return detailsOf(evidence, 'fault')
    .flatMap((event) => faultSchema.safeParse(event).data ?? [])
    .map((fault) => {
      const until =
        fault.endedAt ?? healed.find((at) => at >= fault.injectedAt) ?? Math.max(end, fault.injectedAt);
      const effect = effectOf(fault);
      const on = fault.link ?? fault.process ?? fault.network;
      return {
        name: on === undefined ? fault.fault : `${fault.fault} on ${on}`,
        fromMs: fault.injectedAt - origin,
        untilMs: until - origin,
        ...(effect !== undefined && { effect }),
      };
    });
}

const seriesSchema = z.object({ startedAt: moment });

/** When `timeseries.json` begins, whose seconds count from the tool's first sample: the event `timeseries` says so. */
export function seriesStartMs(evidence: Evidence | undefined): number | undefined {
  const [series] = detailsOf(evidence, 'timeseries').flatMap(
    (event) => seriesSchema.safeParse(event).data ?? [],
  );
  return series?.startedAt;
}

/**
 * The phases on a clock whose zero is `zeroMs`, in ms since the epoch. Without that nobody knows where a phase lies on it, so
 * there are none.
 */
export function phasesSince(evidence: Evidence | undefined, zeroMs: number | undefined): readonly Stretch[] {
  const [first] = detailsOf(evidence, 'phase').flatMap((event) => phaseSchema.safeParse(event).data ?? []);
  if (zeroMs === undefined || first === undefined) return [];
  const shiftMs = first.startedAt - zeroMs;
  return phasesOf(evidence).map((phase) => ({
    ...phase,
    fromMs: phase.fromMs + shiftMs,
    untilMs: phase.untilMs + shiftMs,
  }));
}

function detailsOf(evidence: Evidence | undefined, name: EventName): readonly object[] {
  return eventsNamed(evidence, name).map((event) => event.detail);
}

function effectOf({ baselineMs, duringMs }: Fault): string | undefined {
  if (baselineMs === undefined || duringMs === undefined || duringMs.length === 0) return undefined;
  const answered = duringMs.filter((ms) => ms !== 'no answer').sort((a, b) => a - b);
  const silent = duringMs.length - answered.length;
  const median = answered[Math.floor(answered.length / 2)];
  const parts = [
    median === undefined ? '' : `took ${median.toPrecision(3)} ms`,
    silent > 0 ? `got no answer ${silent} of ${duringMs.length} times` : '',
  ].filter((part) => part !== '');
  const before = baselineMs === 'no answer' ? baselineMs : `${baselineMs.toPrecision(3)} ms`;
  return `a canary through it ${parts.join(' and ')}, before ${before}`;
}
