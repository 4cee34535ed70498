import { metricsOf } from '../../kernel/judge.ts';
import { column, fold, number, numbers, table } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { icon, type State } from '../drawing/state.ts';
import { count, sayDuration, sayNumber, sayValue } from '../format.ts';
import { filesOf } from '../model/artifacts.ts';
import type { SuiteRow } from '../model/suite-row.ts';
import type { Links } from './links.ts';
import { listed } from './listed.ts';

/** What every kind shows below its own: what was skipped, warnings and, folded, all that there is. */
export function checkFolds(suite: SuiteRow, links: Links): Html {
  return markup`
    ${skippedFold(suite)}
    ${warningsFold(suite)}
    <div class="folds">\n
    ${unassertedFold(suite)}${allChecksFold(suite)}${metricsFold(suite)}${evidenceFold(suite, links)}
    </div>\n`;
}

function skippedFold({ checks }: SuiteRow): Html | string {
  const skipped = checks.filter((one) => one.outcome === 'skipped');
  if (skipped.length === 0) return '';
  const items = skipped.map(({ id, detail = 'no reason given' }) =>
    item('skipped', markup`<span><strong>${id}</strong> ${detail}</span>`),
  );
  return fold(markup`${count(skipped.length, 'check')} skipped`, list('reasons', items), 'open');
}

function warningsFold({ warnings }: SuiteRow): Html | string {
  if (warnings.length === 0) return '';
  const items = warnings.map((warning) => item('unknown', markup`<span>${warning}</span>`));
  return fold(markup`Warnings`, list('reasons', items), 'open');
}

function unassertedFold({ unasserted }: SuiteRow): Html | string {
  if (unasserted.length === 0) return '';
  const items = unasserted.map((id) => item('unknown', markup`<span>${id}</span>`));
  const said = `${count(unasserted.length, 'check')} passed without an assertion that was seen`;
  return fold(markup`${said}`, list('checks', items));
}

const MOST_LISTED = 500;

function allChecksFold({ checks }: SuiteRow): Html | string {
  if (checks.length === 0) return '';
  const { shown, more } = listed(checks, MOST_LISTED);
  const items = shown.map(({ outcome, id, durationMs }) =>
    item(
      outcome,
      markup`
        <span class="sr">${outcome}: </span>
        <span>${id}</span>
        <span class="dim">${sayDuration(durationMs)}</span>`,
    ),
  );
  return fold(markup`All ${count(checks.length, 'check')}`, list('checks', [...items, markup`${more}`]));
}

function metricsFold({ name, evidence }: SuiteRow): Html | string {
  if (evidence === undefined || evidence.metrics.length === 0) return '';
  const looked = evidence.metrics.some((metric) => metric.name === 'findings.examined');
  const metrics = looked ? metricsOf(evidence) : evidence.metrics;
  const rows = metrics.map(
    (metric) => markup`
      <tr>
        <th scope="row">${metric.name}</th>
        ${number(sayValue(metric.value, metric.unit))}
        ${number(sayNumber(metric.samples))}
      </tr>`,
  );
  const columns = [column('Measurement'), numbers('Value'), numbers('Samples')];
  const all = table({ label: `Measurements of ${name}`, columns, rows });
  return fold(markup`All ${count(metrics.length, 'measurement')}`, all);
}

function evidenceFold(suite: SuiteRow, { href }: Links): Html | string {
  const files = filesOf(suite);
  if (files.length === 0) return '';
  const items = files.map(({ path, name }) => markup`<li><a href="${href(path)}">${name}</a></li>`);
  return fold(markup`Evidence: ${count(files.length, 'file')}`, list('checks', items));
}

function list(kind: 'reasons' | 'checks', items: readonly Html[]): Html {
  return markup`<ul class="${kind}">${items}</ul>`;
}

function item(state: State, said: Html): Html {
  return markup`<li>${icon(state)}${said}</li>`;
}
