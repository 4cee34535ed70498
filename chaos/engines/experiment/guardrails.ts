import { existsSync } from 'node:fs';
import type { Environment } from '../../../kernel/environment.ts';
import type { Experiment } from './options.ts';

type Rules = NonNullable<Environment['guardrails']>;

/** The rules of an environment that an experiment would break, a sentence each that names the rule and what it allows. */
export function brokenGuardrails(
  { faults }: Pick<Experiment, 'faults'>,
  { guardrails = {}, links }: Pick<Environment, 'guardrails' | 'links'>,
  now = new Date(),
): readonly string[] {
  const { hours, stopFile } = guardrails;
  const said = faults.flatMap(({ fault, subject: { kind, name } }) => [
    ...outside('faults', fault.name, guardrails.faults),
    ...(kind === 'link' ? outside('links', name, guardrails.links) : []),
    ...(kind === 'process' ? outside('processes', name, guardrails.processes) : []),
    // What there is nothing of is told before anything starts, where the environment says what there is.
    ...(kind === 'link' && links !== undefined && 'each' in links
      ? outside('links.each', name, Object.keys(links.each))
      : []),
  ]);
  return [...new Set([...said, ...outsideHours(hours, now), ...stopped(stopFile)])];
}

function outside(rule: string, name: string, allowed: readonly string[] | undefined): readonly string[] {
  if (allowed === undefined || allowed.includes(name)) return [];
  const where = rule === 'links.each' ? rule : `guardrails.${rule}`;
  return [`${where} does not have ${name}; it has: ${allowed.join(', ') || 'none'}`];
}

function outsideHours(hours: Rules['hours'], now: Date): readonly string[] {
  if (hours === undefined || isWithin(hours, now)) return [];
  const { from, until, days, zone } = hours;
  const { day, time } = clockIn(zone, now);
  return [
    `guardrails.hours: it is ${day} ${time}; faults may begin ${days.join(', ')} from ${from} until ${until} (${zone})`,
  ];
}

const WEEK = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** Hours past midnight belong to the day on which they began. */
function isWithin({ from, until, days, zone }: NonNullable<Rules['hours']>, now: Date): boolean {
  const { day, time } = clockIn(zone, now);
  const before = WEEK.at(WEEK.indexOf(day) - 1) ?? day;
  if (from < until) return days.includes(day) && time >= from && time < until;
  return (days.includes(day) && time >= from) || (days.includes(before) && time < until);
}

function clockIn(zone: string, now: Date): { readonly day: (typeof WEEK)[number]; readonly time: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const day = WEEK.find((one) => one === parts['weekday']) ?? 'Sun';
  return { day, time: `${parts['hour']}:${parts['minute']}` };
}

function stopped(stopFile: string | undefined): readonly string[] {
  return stopFile !== undefined && existsSync(stopFile)
    ? [`guardrails.stopFile: ${stopFile} is there; remove it when experiments may go on`]
    : [];
}
