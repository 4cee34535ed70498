import { type Html, markup } from '../../drawing/html.ts';
import { count } from '../../format.ts';
import type { SuiteRow } from '../../model/suite-row.ts';
import { failures } from '../failures.ts';

/** How many checks passed, and those that did not. */
export function contractView(suite: SuiteRow): Html {
  const { passed, failed, waived, expected } = suite.counts;
  const run = passed + failed + waived;
  const all = expected > run ? count(expected, 'declared check') : count(run, 'check');
  return markup`
    <p class="big">
      <strong>${passed}</strong> of ${all} passed
      ${failed > 0 ? markup`, <span class="is-fail">${failed} failed</span>` : ''}
      ${waived > 0 ? markup`, <span class="is-waived">${waived} waived</span>` : ''}
    </p>\n
    ${failures(suite)}`;
}
