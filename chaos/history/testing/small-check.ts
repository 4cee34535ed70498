import { checkHistory, historyCheckSchema, type Checked } from '../check-history.ts';
import type { History } from '../operation.ts';
import { smallFault } from './small-history.ts';

/** Over before anybody looks. */
const UNDER = [smallFault(0, 0.5)];

/** Checks a history of `jobs`, unless told, for one promise: one of it is enough. */
export function check(history: History, name: string, more: object = {}, faults = UNDER): Checked {
  const one = historyCheckSchema.parse({ check: name, of: 'jobs', atLeast: 1, ...more });
  const [checked] = checkHistory(history, [one], faults);
  if (checked === undefined) throw new Error('nothing was checked');
  return checked;
}
