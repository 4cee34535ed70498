import { requirementLink } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { icon } from '../drawing/state.ts';
import type { SuiteRow } from '../model/suite-row.ts';

export type FailedCheck = SuiteRow['checks'][number];

export function failedChecks({ checks }: SuiteRow): readonly FailedCheck[] {
  return checks.filter((one) => one.outcome === 'failed');
}

export function failureTitle({ id, proves }: FailedCheck): Html {
  const ids = proves.map((one) => markup`${requirementLink(one)} `);
  return markup`<p>${icon('fail')} <strong>${id}</strong> ${ids}</p>`;
}

/** Each check that failed, with its own words. */
export function failures(suite: SuiteRow): Html {
  return markup`${failedChecks(suite).map(
    (check) => markup`
      <div class="failure">
        ${failureTitle(check)}\n
        ${check.detail === undefined || check.detail === '' ? '' : markup`<pre tabindex="0">${check.detail}</pre>`}
      </div>\n`,
  )}`;
}
