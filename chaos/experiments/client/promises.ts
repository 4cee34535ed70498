import type { z } from 'zod';
import type { historyCheckSchema } from '../../history/check-history.ts';

/** What `product.client.ts` lets be checked under any fault, and what that proves. */
const HISTORY: readonly (Promised & { readonly proves: readonly string[] })[] = [
  { check: 'kept', of: 'workflows', proves: ['RES-04/writes-kept'] },
  { check: 'register', of: 'values', proves: ['RES-04/writes-kept'] },
  { check: 'once', of: 'workflows', proves: ['RES-04/writes-once'] },
  { check: 'kept', of: 'runs', proves: ['RES-04/jobs-kept'] },
  { check: 'settled', of: 'runs', proves: ['RES-04/jobs-kept'] },
  { check: 'once', of: 'runs', proves: ['RES-04/jobs-once'] },
  { check: 'told', of: 'notifications', per: 'runs', proves: ['RES-04/jobs-kept'] },
  { check: 'once', of: 'notifications', per: 'runs', proves: ['RES-04/jobs-once'] },
  { check: 'kept', of: 'uploads', proves: ['RES-04/uploads-kept'] },
  { check: 'once', of: 'uploads', proves: ['RES-04/uploads-once'] },
  { check: 'told', of: 'webhooks', per: 'runs', proves: ['RES-04/webhooks-kept'] },
  { check: 'once', of: 'webhooks', per: 'runs', proves: ['RES-04/webhooks-once'] },
  { check: 'unbroken', of: 'events', per: 'runs', proves: ['RES-04/events-kept'] },
];

type Promised = z.input<typeof historyCheckSchema>;

/** What is asked for all the time: where the API answers, some of it has to be answered while the fault is on. */
const ASKED = ['workflows', 'runs', 'values'];
const ANSWERED_UNDER_FAULT = 5;

/** A fault, as far as it bears on what its history can show. */
export interface Shown {
  /** The API answers while the fault is on. */
  readonly answers: boolean;
  /** What happens is told in streams meanwhile; `none`: nobody listens. */
  readonly streams: boolean | 'none';
  /** Aspects that a history under this fault holds for, and does not show: what could break them does not come about. */
  readonly unshown?: readonly string[];
}

/** The same with isolation: proven where the API answers, or streams go on, while the fault is on. */
export function historyWhere({ answers, streams, unshown = [] }: Shown): readonly Promised[] {
  const seen = (of: string): Promised => ({ check: 'isolated', of, per: 'runs' });
  const under = (of: string, ...proves: string[]): Promised => ({
    ...seen(of),
    answeredUnderFault: ANSWERED_UNDER_FAULT,
    proves,
  });
  const isHeard = ({ of }: Promised) => of !== 'events' || streams !== 'none';
  return [
    ...HISTORY.map((one) => ({
      ...one,
      ...(answers && ASKED.includes(one.of) && { answeredUnderFault: ANSWERED_UNDER_FAULT }),
      // A bare id may fail its requirement, and never proves it.
      proves: one.proves.map((aspect) => (unshown.includes(aspect) ? aspect.replace(/\/.*/, '') : aspect)),
    })),
    answers ? under('workflows', 'RES-06/api') : seen('workflows'),
    streams === true ? under('events', 'RES-06/streams') : seen('events'),
    // Looked at only at the end.
    ...['uploads', 'notifications', 'webhooks'].map(seen),
  ].filter(isHeard);
}

/** All that they prove. */
export function provenBy(checks: readonly Promised[]): readonly string[] {
  return [...new Set(checks.flatMap(({ proves = [] }) => proves))].filter((one) => one.includes('/'));
}
