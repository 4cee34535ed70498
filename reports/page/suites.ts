import { breakable, dim, heading, sentence } from '../drawing/fragments.ts';
import { type Html, joined, known, markup } from '../drawing/html.ts';
import { badge, icon, tone } from '../drawing/state.ts';
import { trend } from '../drawing/trend.ts';
import { count, sayDuration, VERDICT_WORDS } from '../format.ts';
import { shrunkNote } from '../load/scale.ts';
import type { RunReport } from '../model/run-report.ts';
import type { SuiteRow } from '../model/suite-row.ts';
import type { ThresholdRow } from '../model/threshold-row.ts';
import { say } from '../../kernel/sentence.ts';

/** Every planned suite in a row, and what did not run. */
export function suitesSection(model: RunReport): Html {
  const { suites } = model;
  return markup`
    <section aria-labelledby="suites">\n
    ${heading('suites', 'Suites', saySuites(suites))}\n
    <table class="suites" role="table">\n
    <colgroup>
      <col class="c-verdict"><col class="c-suite"><col class="c-checks">
      <col class="c-limits"><col class="c-time"><col class="c-trend">
    </colgroup>\n
    <thead role="rowgroup"><tr role="row">
      <th role="columnheader" scope="col">Verdict</th>
      <th role="columnheader" scope="col">Suite</th>
      <th role="columnheader" scope="col">Checks</th>
      <th role="columnheader" scope="col">Limits</th>
      <th role="columnheader" scope="col" class="num">Time</th>
      <th role="columnheader" scope="col">Last runs</th>
    </tr></thead>\n
    <tbody role="rowgroup">\n${suites.map(suiteLine)}</tbody>
    </table>\n
    ${suites.length === 0 ? markup`<p class="calm">${icon('unknown')} No suite was planned.</p>\n` : ''}
    ${absentList(absentOf(model))}
    </section>\n`;
}

function saySuites(suites: readonly SuiteRow[]): string {
  const of = (verdict: SuiteRow['verdict']) => suites.filter((suite) => suite.verdict === verdict).length;
  const parts = (['fail', 'unknown', 'waived', 'pass'] as const).map((verdict) =>
    of(verdict) === 0 ? '' : `${of(verdict)} ${VERDICT_WORDS[verdict].toLowerCase()}`,
  );
  return [count(suites.length, 'suite'), ...parts.filter((part) => part !== '')].join(' · ');
}

function suiteLine(suite: SuiteRow): Html {
  const none = dim(suite.state === 'ran' ? 'cut short' : 'did not run');
  const time = suite.durationMs === undefined ? none : sayDuration(suite.durationMs);
  return markup`
    <tr role="row">\n
      <td role="cell">${badge(suite.verdict)}</td>\n
      <th role="rowheader" scope="row">
        <a href="#${suite.anchor}">${suite.name}</a><span class="sub">${suite.title}</span>
        ${known(shrunkNote(suite.evidence), (said) => markup`<span class="shrunk is-unknown">${said}</span>`)}
      </th>\n
      <td role="cell">${checksCell(suite)}</td>\n
      <td role="cell">${thresholdList(suite.thresholds)}</td>\n
      <td role="cell" class="num">${time}</td>\n
      <td role="cell">${suite.trend.length > 1 ? trend(suite.trend) : dim('first run')}</td>\n
    </tr>\n`;
}

/** How many checks passed, failed, were skipped, as words and as a bar. */
function checksCell({ counts, state, flakes, quarantined }: SuiteRow): Html {
  const { passed, failed, waived, skipped, expected } = counts;
  if (state !== 'ran') return dim(`none${expected > 0 ? ` of ${expected}` : ''}`);
  if (passed + failed + waived + skipped === 0)
    return dim(expected > 0 ? `none of ${expected}` : 'limits only');
  const parts = [
    markup`<span>${passed} passed</span>`,
    ...(failed > 0 ? [markup`<strong class="is-fail">${failed} failed</strong>`] : []),
    ...(waived > 0 ? [markup`<span class="is-waived">${waived} waived</span>`] : []),
    ...(skipped > 0 ? [markup`<span>${skipped} skipped</span>`] : []),
    ...(flakes.length > 0 ? [markup`<span class="is-unknown">${flakes.length} flaky</span>`] : []),
    ...(quarantined.length > 0
      ? [markup`<span class="is-waived">${quarantined.length} in quarantine</span>`]
      : []),
  ];
  return markup`
    <span class="counts">
      ${joined(parts, ' ')}
      <span class="stack" aria-hidden="true">
        <span class="is-pass" style="flex:${passed}"></span>
        <span class="is-fail" style="flex:${failed}"></span>
        <span class="is-waived" style="flex:${waived}"></span>
        <span class="is-skipped" style="flex:${skipped}"></span>
      </span>
    </span>`;
}

function thresholdList(thresholds: readonly ThresholdRow[]): Html {
  if (thresholds.length === 0) return markup`<span class="dim no-limits">no limits</span>`;
  return markup`<ul class="limits">${thresholds.map(thresholdItem)}</ul>\n`;
}

function thresholdItem({ verdict, metric, bar, relation }: ThresholdRow): Html {
  const drawn = bar === undefined ? markup`<span class="bar empty" aria-hidden="true"></span>` : barOf(bar);
  const marked = verdict === 'pass' ? '' : markup`${icon(verdict)}<span class="sr">${verdict}: </span>`;
  return markup`
    <li class="${tone(verdict)}">
      <span class="metric">${breakable(metric)}</span>${drawn}<span class="relation">${marked}${relation}</span>
    </li>`;
}

function barOf({ value, limit }: NonNullable<ThresholdRow['bar']>): Html {
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  const style = `--value:${percent(value)};--limit:${percent(limit)}`;
  return markup`<span class="bar" aria-hidden="true" style="${style}"></span>`;
}

interface Absent {
  readonly names: readonly string[];
  readonly how: string;
  readonly reason: string;
  readonly planned: boolean;
}

/** What did not run: planned ones first, for they are a gap; what was left out for the same reason together. */
function absentOf({ suites, run }: RunReport): readonly Absent[] {
  const planned = suites
    .filter((suite) => suite.state !== 'ran')
    .map(({ name, unavailable }) => ({
      names: [name],
      how: unavailable === undefined ? 'planned' : 'unavailable',
      reason: say(unavailable ?? 'the run ended before it'),
      planned: true,
    }));
  const skipped = Map.groupBy(run.skipped, (one) => one.reason);
  const left = [...skipped].map(([reason, ones]) => ({
    names: ones.map((one) => one.name),
    how: 'left out',
    reason,
    planned: false,
  }));
  return [...planned, ...left];
}

/** So many names are read; more of them stand behind their number. */
const NAMES_READ = 8;

function namesOf(names: readonly string[]): Html {
  if (names.length <= NAMES_READ) return markup`<strong>${names.join(', ')}</strong>`;
  return markup`<details class="full"><summary>${names.length} suites</summary><p>${names.join(', ')}</p></details>`;
}

function absentList(absent: readonly Absent[]): Html | string {
  if (absent.length === 0) return '';
  const items = absent.map(
    ({ names, how, reason, planned }) => markup`
      <li>${icon(planned ? 'unknown' : 'skipped')}
        <span>${namesOf(names)} <span class="tag">${how}</span> ${sentence(reason)}</span>
      </li>`,
  );
  return markup`<h3 id="not-run">Did not run</h3>\n<ul class="reasons">${items}</ul>\n`;
}
