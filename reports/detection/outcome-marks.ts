import { type Html, markup } from '../drawing/html.ts';
import { badgeOf, capitalised, icon, type State } from '../drawing/state.ts';
import type { Outcome } from './detection.ts';

const STATES: Readonly<Record<Outcome, State>> = {
  caught: 'pass',
  'caught elsewhere': 'fail',
  missed: 'fail',
  unknown: 'unknown',
  'no suite yet': 'skipped',
  'not tried yet': 'skipped',
};

/** An icon, with its word for those who do not see it. */
export function outcomeMark(outcome: Outcome): Html {
  return markup`${icon(STATES[outcome])}<span class="sr">${outcome}</span>`;
}

export function outcomeBadge(outcome: Outcome): Html {
  return badgeOf(STATES[outcome], capitalised(outcome));
}

/** From the detection's folder to the report of one of its runs. */
export function runLink(run: string, said: Html | string = "the run's report"): Html {
  return markup`<a href="../../runs/${encodeURIComponent(run)}/index.html">${said}</a>`;
}
