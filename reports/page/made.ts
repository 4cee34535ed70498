import { column, heading, note, table } from '../drawing/fragments.ts';
import { type Html, joined, markup } from '../drawing/html.ts';
import { icon } from '../drawing/state.ts';
import type { RunReport } from '../model/run-report.ts';
import { factsList, madeFacts } from './facts.ts';
import { say } from '../../kernel/sentence.ts';

/** How the run was made, by which tools, and where else it can be read. */
export function madeSection(model: RunReport, reports: readonly string[]): Html {
  const { warnings } = model.run;
  const items = warnings.map(
    (warning) => markup`<li>${icon('unknown')}<span><strong>Warning</strong> ${say(warning)}</span></li>`,
  );
  return markup`
    <section aria-labelledby="made">\n
    ${heading('made', 'How it was made')}\n
    ${items.length === 0 ? '' : markup`<ul class="reasons">${items}</ul>\n`}
    ${factsList(madeFacts(model), 'facts made')}
    ${toolsOf(model)}\n
    ${otherViews(reports)}
    </section>\n`;
}

const SOURCES: Readonly<Record<string, string>> = {
  path: 'on PATH',
  cache: "in the harness's cache",
  explicit: 'named by a variable',
};

function toolsOf({ run, suites }: RunReport): Html {
  if (run.tools.length === 0) {
    const needless = suites.length > 0 && suites.every((suite) => suite.state === 'ran');
    return needless
      ? markup`<p class="note">No tool was needed but what npm installs.</p>`
      : note('unknown', 'No tool was recorded: none was found, or the run ended before it looked for them.');
  }
  return table({
    label: 'Tools',
    caption: 'Tools',
    columns: ['Tool', 'Version', 'Found'].map(column),
    rows: run.tools.map(
      ({ name, version, source }) => markup`
        <tr><th scope="row">${name}</th><td>${version}</td><td>${SOURCES[source] ?? source}</td></tr>`,
    ),
  });
}

/** Other reports of this run that people open. */
const VIEWS = [
  { report: 'allure', name: 'Allure', href: 'allure/index.html' },
  { report: 'junit', name: 'JUnit', href: 'junit.xml' },
  { report: 'ctrf', name: 'CTRF', href: 'ctrf.json' },
  { report: 'summary', name: 'Summary', href: 'summary.md' },
];

function otherViews(reports: readonly string[]): Html | string {
  const links = VIEWS.filter((view) => reports.includes(view.report)).map(
    ({ href, name }) => markup`<a href="${href}">${name}</a>`,
  );
  return links.length === 0
    ? ''
    : markup`<p class="views">Other views of this run: ${joined(links, ' ')}</p>\n`;
}
