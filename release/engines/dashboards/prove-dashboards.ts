import { join } from 'node:path';
import type { SuiteRun } from '../../../kernel/engine.ts';
import { SuiteError } from '../../../kernel/errors.ts';
import { prometheusAt } from '../../observability/prometheus-api.ts';
import { recordCheck } from '../../observability/record-check.ts';
import { seriesIn } from '../../observability/series.ts';
import { sourceFiles, sourceText } from '../../observability/source-files.ts';
import { valuesOf } from '../../observability/values-of.ts';
import type { DashboardOptions } from './options.ts';
import { differences } from './differences.ts';
import { type Panel, panelsIn, plainExpr } from './panels.ts';
import { foreignIn, namelessIn, type Shown, uselessFor } from './shown.ts';
import { RATE_INTERVAL, startedBeside, watch } from './watch.ts';

type Run = SuiteRun<DashboardOptions>;
type Look = (expr: string) => Promise<Shown>;

/** Everything that there is to say of a product's dashboards while it runs, a check each. */
export async function proveDashboards(run: Run, program: string): Promise<void> {
  const { options, recorder } = run;
  const [files, config] = await Promise.all([
    sourceFiles(run.environment, join(options.folder, options.dashboards), '.json'),
    sourceText(run.environment, join(options.folder, options.config)),
  ]);
  const dashboards = files.map(async (name) => panelsIn(name, await sourceText(run.environment, name)));
  const panels = (await Promise.all(dashboards)).flat();

  recordCheck(
    run,
    'the dashboards have the panels that are listed, and no others',
    unlisted(panels, options.panels),
  );
  const url = await startedBeside(run, program, config);
  const { quiet, loaded } = await watch(run, url);
  const there = await prometheusAt(url).series();
  const named = panels.flatMap(({ exprs }) => exprs.flatMap(seriesIn));
  recordCheck(
    run,
    'each series that a panel asks for is there',
    [...new Set(named)].filter((name) => !there.has(name)).map((name) => `nothing tells ${name}`),
  );

  const look: Look = async (expr) => ({
    quiet: await valuesOf(url, plainExpr(expr, RATE_INTERVAL), quiet),
    loaded: await valuesOf(url, plainExpr(expr, RATE_INTERVAL), loaded),
  });
  await mustSeeUseless(run, look);
  let shown = 0;
  for (const panel of panels) {
    const listed = options.panels[panel.title];
    const problems =
      listed === undefined
        ? ['it is not listed']
        : [...differences(panel, listed), ...(await problemsOf(panel, listed, look))];
    if (problems.length === 0) shown += 1;
    const proves = ['OBS-03/every-panel', ...(listed?.proves ?? [])];
    const id = `${panel.title}: each ${listed?.by ?? 'series'} is there, and moves with a load`;
    recordCheck(run, id, problems, { proves });
  }
  recorder.metric({ name: 'panels.shown', value: shown, unit: 'panels', samples: panels.length });
}

function unlisted(panels: readonly Panel[], listed: DashboardOptions['panels']): readonly string[] {
  const titles = panels.map(({ title }) => title);
  return [
    ...Object.keys(listed)
      .filter((title) => !titles.includes(title))
      .map((title) => `there is no panel ${title}`),
    ...titles.filter((title) => listed[title] === undefined).map((title) => `${title} is not listed`),
    ...titles.filter((title, at) => titles.indexOf(title) < at).map((title) => `${title} is there twice`),
  ];
}

async function problemsOf(
  { exprs, legends }: Panel,
  { by, of, never }: DashboardOptions['panels'][string],
  look: Look,
): Promise<readonly string[]> {
  const seen = await Promise.all(exprs.map(look));
  return seen.flatMap((shown, at) => [
    ...of.flatMap((one) => uselessFor(shown, by, one) ?? []),
    ...foreignIn(shown, never),
    ...namelessIn(shown, legends[at] ?? ''),
  ]);
}

/** A panel that is empty and one that stands still must be seen to be of no use: else none that is said to be of use is believed. */
async function mustSeeUseless({ recorder }: Run, look: Look): Promise<void> {
  const label = (expr: string) => `label_replace(${expr}, "canary", "yes", "", "")`;
  const of = async (expr: string) => uselessFor(await look(label(expr)), 'canary', 'yes');
  const seen = {
    empty: await of('a_series_that_nobody_tells'),
    still: await of('vector(1)'),
    moving: await of('vector(time())'),
  };
  recorder.event('canary', seen);
  if (
    seen.empty === 'yes: empty' &&
    seen.still?.includes('moves nothing') === true &&
    seen.moving === undefined
  )
    return;
  throw new SuiteError({
    what: `a panel that is of no use is not told from one that is: ${JSON.stringify(seen)}.`,
    fix: 'read the log of Prometheus in the evidence.',
  });
}
