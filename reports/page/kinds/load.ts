import { note } from '../../drawing/fragments.ts';
import { type Html, known, markup } from '../../drawing/html.ts';
import { icon } from '../../drawing/state.ts';
import { endpointsOf } from '../../load/endpoints.ts';
import type { LoadFact } from '../../load/load-facts.ts';
import { loadPlots } from '../../load/load-plots.ts';
import { loadView, type LoadView } from '../../load/load-view.ts';
import { shrunkNote } from '../../load/scale.ts';
import { filesOf } from '../../model/artifacts.ts';
import type { SuiteRow } from '../../model/suite-row.ts';
import { failures } from '../failures.ts';
import type { Links } from '../links.ts';
import { driftTable, endpointsTable, gaugesFold, stepsTable } from './load-tables.ts';
import { comparisonView } from './load-comparison.ts';
import { say } from '../../../kernel/sentence.ts';

/** The load: what was made of it, over time, by endpoint, against its baseline, and what its gauges say. */
export function loadKindView(suite: SuiteRow, links: Links): Html {
  const load = loadView(suite);
  const { name } = suite;
  const { knee, steps, undecidedDrift } = load;
  const title = knee === undefined ? 'Steps, one by one' : 'Knee, step by step';
  const shrunk = shrunkNote(suite.evidence);
  return markup`
    ${known(shrunk, (said) => caution(markup`<strong>${said}</strong>`))}
    ${known(load.cutShort, (said) => caution(markup`<span>${said}</span>`))}
    ${known(load.unreadable, (said) => caution(markup`<span>${said}</span>`))}
    ${failures(suite)}
    ${factsOf(load.facts)}
    ${plotsOf(suite)}
    ${dashboardOf(suite, load, links)}
    ${bottlenecksOf(load)}
    ${endpointsTable(name, endpointsOf(suite))}
    ${known(load.comparison, (comparison) => comparisonView(name, comparison))}
    ${stepsTable(name, title, knee?.steps ?? steps)}
    ${known(load.drift, (drift) => driftTable(name, drift))}
    ${undecidedDrift.map((reason) => note('unknown', `Drift undecided: ${say(reason)}`))}
    ${gaugesFold(name, load.gauges)}`;
}

/** What a reader must know before he believes anything below. */
function caution(said: Html): Html {
  return markup`<p class="caution is-unknown">${icon('unknown')}${said}</p>\n`;
}

const LONG_FACT = 60;

function factsOf(facts: readonly LoadFact[]): Html | string {
  if (facts.length === 0) return '';
  const rows = facts.map(({ name, said }) => {
    const wide = said.length > LONG_FACT ? markup` class="wide"` : '';
    return markup`<div${wide}><dt>${name}</dt><dd>${said}</dd></div>`;
  });
  return markup`<dl class="facts load-facts">${rows}</dl>\n`;
}

function plotsOf(suite: SuiteRow): Html {
  const plots = loadPlots(suite);
  return plots.length > 0
    ? markup`<div class="plots">${plots}</div>\n`
    : markup`<p class="note">${icon('skipped')} No measurement over time was kept, so nothing is drawn.</p>\n`;
}

const DASHBOARD = /(^|\/)k6-dashboard\.html$/;

/** k6's own page, or why there is none. */
function dashboardOf(suite: SuiteRow, { noDashboard }: LoadView, { href }: Links): Html | string {
  const dashboard = filesOf(suite).find((file) => DASHBOARD.test(file.name));
  if (dashboard !== undefined)
    return markup`<p class="note"><a href="${href(dashboard.path)}">k6’s own dashboard</a></p>\n`;
  return known(noDashboard, (why) => markup`<p class="note">${why}</p>\n`);
}

function bottlenecksOf({ bottlenecks, looked }: LoadView): Html | string {
  if (bottlenecks.length === 0 && !looked) return '';
  const items = bottlenecks.map(
    ({ what, advice }) => markup`<li><strong>${what}</strong> <span>${advice}</span></li>`,
  );
  const said =
    items.length === 0
      ? markup`<p class="note">Nothing stood out in what was read.</p>`
      : markup`<ul class="bottlenecks">${items}</ul>`;
  return markup`<h4>Where the time goes</h4>\n${said}\n`;
}
