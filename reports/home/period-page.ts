import { join } from 'node:path';
import { requirementOf } from '../../kernel/reference.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import type { Document } from '../drawing/document.ts';
import { column, coverageBar, dim, heading, number, numbers, table, time } from '../drawing/fragments.ts';
import { type Html, known, markup } from '../drawing/html.ts';
import { badge, badgeOf, icon, tone } from '../drawing/state.ts';
import { count, sayDay, sayNumber } from '../format.ts';
import { levelOf } from '../model/security-findings.ts';
import { changeLines } from './changes.ts';
import { isOverdue, type Budget, type OpenFinding, type Period, type StagePeriod } from './period.ts';
import { verdictOf } from './run-row.ts';
import { counted } from './stands.ts';

/** A week or a milestone on a page. Lies in `reports/runs/periods/`. It reports, and decides nothing. */
export function periodPage(period: Period): Document {
  return {
    title: `${period.title}: ${headlineOf(period)}`,
    brand: period.title,
    styles: join(import.meta.dirname, 'home-page.css'),
    sections: [
      ['stages', 'Stages'],
      ['budgets', 'Error budgets'],
      ['findings', 'Findings'],
      ['baseline', 'Baseline'],
      ['coverage', 'Coverage'],
    ],
    main: markup`
      ${headSection(period)}
      ${stagesSection(period)}
      ${budgetsSection(period)}
      ${findingsSection(period)}
      ${baselineSection(period)}
      ${coverageSection(period)}`,
    footer: markup`<a href="../index.html">All runs</a>. Made from evidence and reports of this checkout on ${time(period.now.toISOString())}. It decides nothing.`,
  };
}

function stateOf(period: Period): Verdict {
  const { stages, budgets, findings } = period;
  const verdicts = stages.map(({ last }) => verdictOf(last) ?? 'unknown');
  if (verdicts.includes('fail') || budgets.some(isSpent) || findings.open.some(isOverdue)) return 'fail';
  if (stages.length === 0 || verdicts.includes('unknown') || budgets.some(({ left }) => left === undefined))
    return 'unknown';
  return verdicts.includes('waived') ? 'waived' : 'pass';
}

function isSpent({ left }: Budget): boolean {
  return left !== undefined && left <= 0;
}

export function headlineOf(period: Period): string {
  const { stages, budgets, findings } = period;
  const failing = stages.filter(({ last }) => verdictOf(last) === 'fail').length;
  const spent = budgets.filter(isSpent).length;
  const late = findings.open.filter(isOverdue).length;
  const silent = stages.filter(({ last }) => verdictOf(last) === 'unknown').length;
  const open = budgets.filter(({ left }) => left === undefined).length;
  const parts = [
    ...(failing > 0
      ? [`${failing} of ${count(stages.length, 'stage')} ${failing === 1 ? 'fails' : 'fail'}`]
      : []),
    ...(spent > 0 ? [`${count(spent, 'error budget')} spent`] : []),
    ...(late > 0 ? [`${count(late, 'finding')} overdue`] : []),
    ...(failing === 0 && silent > 0 ? [`${count(silent, 'stage')} without an answer`] : []),
    ...(stages.length === 0 ? ['No whole stage ran'] : []),
    ...(failing + spent + late === 0 && open > 0 ? [`${count(open, 'objective')} not measured`] : []),
  ];
  return parts.length === 0 ? 'All is well' : parts.slice(0, 3).join(', ');
}

function headSection(period: Period): Html {
  const { from, until, within, findings, budgets } = period;
  const state = stateOf(period);
  const own = counted(within);
  const of = (verdict: Verdict) => own.filter((row) => verdictOf(row) === verdict).length;
  const not = within.filter((row) => row.state !== 'sealed' && row.state !== 'going on').length;
  const fact = (title: string, said: Html | string) => markup`<div><dt>${title}</dt><dd>${said}</dd></div>\n`;
  return markup`
    <section class="verdict ${tone(state)}" aria-labelledby="verdict">\n
      <div class="verdict-head">
        ${icon(state)}
        <div>\n
          <h1 id="verdict">${headlineOf(period)}</h1>\n
          <p class="sentence">${sayDay(from)} to ${sayDay(new Date(Date.parse(until) - 1).toISOString())}: ${count(own.length, 'run')} that count${own.length === 1 ? 's' : ''}${not === 0 ? '' : `, ${not} that ${not === 1 ? 'does' : 'do'} not`}.</p>\n
        </div>
      </div>\n
      <dl class="facts">\n
        ${fact('Runs', `${of('pass')} pass, ${of('waived')} waived, ${of('unknown')} unknown, ${of('fail')} fail`)}
        ${fact('Error budgets', budgets.length === 0 ? dim('no objective') : `${budgets.filter((one) => !isSpent(one) && one.left !== undefined).length} of ${budgets.length} left`)}
        ${fact('Findings', findings.unknown ? dim(`nobody looked${findings.open.length > 0 ? `; ${findings.open.length} open before` : ''}`) : `${findings.open.length} open, ${findings.added} new, ${findings.fixed} fixed`)}
        ${fact('Overdue', String(findings.open.filter(isOverdue).length))}
      </dl>\n
    </section>\n`;
}

function calm(state: 'pass' | 'unknown' | 'skipped', said: string): Html {
  return markup`<p class="calm">${icon(state)} <span>${said}</span></p>\n`;
}

function stagesSection({ stages }: Period): Html {
  return markup`
    <section aria-labelledby="stages">\n
    ${heading('stages', 'Stages', 'how each stood at the end, and what changed meanwhile')}\n
    ${stages.length === 0 ? calm('unknown', 'No whole stage ran in it.') : markup`<ul class="stands">\n${stages.map(stageItem)}</ul>\n`}
    </section>\n`;
}

function stageItem({ name, branch, runs, others, last, compared }: StagePeriod): Html {
  const verdict = verdictOf(last) ?? 'unknown';
  const went = (['pass', 'waived', 'unknown', 'fail'] as const).flatMap((one) =>
    runs[one] === 0 ? [] : [`${runs[one]} ${one}`],
  );
  const not = others === 0 ? [] : [`${others} not counted`];
  return markup`
    <li class="stand ${tone(verdict)}">\n
      <div class="stand-head">${badge(verdict)}<strong>${name}</strong>${known(branch, (one) => markup`<span class="tag">${one}</span>`)}<span class="dim">${[...went, ...not].join(', ')}</span></div>\n
      ${last.state === 'sealed' ? '' : markup`<p><strong>Not counted:</strong> ${last.why ?? ''}</p>\n`}
      <p>Last: ${last.reported ? markup`<a href="../${encodeURIComponent(last.id)}/index.html">${last.id}</a>` : last.id}</p>\n
      ${compared === undefined ? '' : markup`<ul class="reasons">${changeLines(compared)}</ul>`}
    </li>\n`;
}

function budgetsSection({ budgets }: Period): Html {
  const rows = budgets.map(budgetRow);
  return markup`
    <section aria-labelledby="budgets">\n
    ${heading('budgets', 'Error budgets', 'what is promised in slos.json, and how much of what may go wrong is left')}\n
    ${rows.length === 0 ? calm('skipped', 'Nothing is promised: write objectives in slos.json.') : markup`<div class="panel">${table({ label: 'Error budgets', columns: [column('Objective'), column('Budget'), column('Left'), numbers('Good'), numbers('Promised'), numbers('Bad'), numbers('Of'), numbers('Days')], rows })}</div>\n`}
    </section>\n`;
}

function budgetRow({ objective, good, bad, left }: Budget): Html {
  const total = good + bad;
  const state = left === undefined ? 'unknown' : left <= 0 ? 'fail' : left < 0.25 ? 'waived' : 'pass';
  const said = left === undefined ? 'Not measured' : left <= 0 ? 'Spent' : `${sayNumber(left * 100)} % left`;
  const share = left === undefined ? 0 : Math.max(0, left);
  return markup`
    <tr>
      <th scope="row">${objective.title}<span class="sub">${objective.id}, ${objective.owner}</span></th>
      <td>${badgeOf(state, said)}</td>
      <td class="budget-bar">${left === undefined ? '' : coverageBar(share, 1 - share, 0)}</td>
      ${number(total === 0 ? '–' : `${sayNumber((good / total) * 100, 4)} %`)}
      ${number(`${sayNumber(objective.objective * 100, 4)} %`)}
      ${number(sayNumber(Math.round(bad)))}
      ${number(sayNumber(Math.round(total)))}
      ${number(sayNumber(objective.days))}
    </tr>`;
}

/** So many are named, what is overdue and what is worst first. */
const NAMED = 50;

function findingsSection({ findings }: Period): Html {
  const { open, added, fixed, unknown } = findings;
  const isUnseen = unknown && open.length === 0;
  const body = isUnseen
    ? calm('unknown', 'No run that counts looked for findings in it.')
    : open.length === 0
      ? calm('pass', 'None is open.')
      : markup`<div class="panel">${table({ label: 'Open findings', columns: [column('Finding'), column('Severity'), column('Since'), numbers('Days'), numbers('Due in')], rows: open.slice(0, NAMED).map(findingRow) })}${open.length > NAMED ? dim(`and ${open.length - NAMED} more`) : ''}</div>\n`;
  return markup`
    <section aria-labelledby="findings">\n
    ${heading('findings', 'Findings', `${open.length} open at the end, ${added} new, ${fixed} fixed`)}\n
    ${body}
    </section>\n`;
}

function findingRow(one: OpenFinding): Html {
  const { title, suite, severity, since, days, due, waived } = one;
  const late = isOverdue(one);
  return markup`
    <tr>
      <th scope="row">${title}<span class="sub">${suite}${waived === true ? ', waived' : ''}</span></th>
      <td>${severity === 0 ? dim('not told') : `${levelOf(severity)} ${sayNumber(severity)}`}</td>
      <td>${time(since)}</td>
      <td class="num${late ? ' worse' : ''}">${days}${late ? markup`<span class="sr"> (overdue)</span>` : ''}</td>
      ${number(due === undefined ? '' : `${due} days`)}
    </tr>`;
}

function baselineSection({ baselines }: Period): Html {
  const rows = baselines.map(
    ({ suite, verdict, said, run }) =>
      markup`<tr><td>${badge(verdict)}</td><th scope="row">${suite}</th><td>${said}</td><td><a href="../${encodeURIComponent(run)}/index.html">${run}</a></td></tr>`,
  );
  return markup`
    <section aria-labelledby="baseline">\n
    ${heading('baseline', 'Baseline', 'of each load, how its last run that was compared stood')}\n
    ${rows.length === 0 ? calm('skipped', 'No load was compared with a baseline in it: ./harness baseline save keeps one.') : markup`<div class="panel">${table({ label: 'Baseline', columns: ['Verdict', 'Suite', 'Said', 'Run'].map(column), rows })}</div>\n`}
    </section>\n`;
}

function coverageSection({ stages }: Period): Html {
  const parts = stages.flatMap(({ name, branch, compared, last }) => {
    const title = `${name}${branch === undefined ? '' : `, ${branch}`}`;
    const { aspects } = last;
    if (last.state !== 'sealed' || aspects === undefined) return [];
    const { added = [], lost = [] } = compared?.proven ?? {};
    const areas = (ones: readonly string[]) => {
      const ids = [...new Set(ones.map(requirementOf))];
      return `${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ` and ${ids.length - 8} more` : ''}`;
    };
    return [
      markup`
        <tr>
          <th scope="row">${title}</th>
          <td class="budget-bar">${coverageBar(aspects.proven, 0, aspects.applicable - aspects.proven)}</td>
          ${number(`${aspects.proven} of ${aspects.applicable}`)}
          <td>${added.length === 0 ? dim('none') : `${added.length}: ${areas(added)}`}</td>
          <td>${lost.length === 0 ? dim('none') : markup`<strong class="is-fail">${lost.length}</strong>: ${areas(lost)}`}</td>
        </tr>`,
    ];
  });
  return markup`
    <section aria-labelledby="coverage">\n
    ${heading('coverage', 'Coverage', 'aspects of requirements that the last run of each stage proved')}\n
    ${parts.length === 0 ? calm('unknown', 'No run that counts tells.') : markup`<div class="panel">${table({ label: 'Coverage', columns: [column('Stage'), column('Share'), numbers('Proven'), column('New in it'), column('Lost in it')], rows: parts })}</div>\n`}
    </section>\n`;
}
