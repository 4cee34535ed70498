import { join } from 'node:path';
import type { Verdict } from '../../kernel/verdict.ts';
import type { Document } from '../drawing/document.ts';
import { column, command, dim, fold, heading, number, numbers, table, time } from '../drawing/fragments.ts';
import { type Html, known, markup } from '../drawing/html.ts';
import { badge, badgeOf, icon, tone } from '../drawing/state.ts';
import { trend } from '../drawing/trend.ts';
import { count, sayDuration, shorten } from '../format.ts';
import type { RunsCompared } from '../model/compare-runs.ts';
import { changeLines, sayChanges } from './changes.ts';
import { verdictOf, type RunRow } from './run-row.ts';
import { counted, standsOf, type Stand } from './stands.ts';
import { trendsOf } from './trends.ts';

export interface Home {
  /** Every run, the newest first. */
  readonly rows: readonly RunRow[];
  /** How many of them are shown one by one. */
  readonly shown: number;
  /** By id: a run, and the one before it of the same stage, environment and branch. */
  readonly compared: ReadonlyMap<string, RunsCompared>;
  /** By id: the page of that comparison, from this page. */
  readonly pages: ReadonlyMap<string, string>;
  readonly now: Date;
}

/** So many stages by environment and branch are told; of the others how many there are. */
export const STANDS = 12;
/** So many have their trends drawn. */
const DRAWN = 4;

/** Of all runs: how each stage stands, what changed, where it leads to, and every run in a line. */
export function homePage(home: Home): Document {
  const rows = home.rows.filter(({ detection }) => detection === undefined);
  const all = standsOf(rows);
  const stands = all.slice(0, STANDS);
  const not = rows.filter((row) => row.state !== 'sealed' && row.state !== 'going on');
  return {
    title: `${headlineOf(stands, all.length)}: all runs`,
    brand: 'All runs',
    sections: [
      ...(stands.length > 0 ? [['stages', 'Stages'] as const] : []),
      ...(stands.length > 0 ? [['trends', 'Trends'] as const] : []),
      ...(not.length > 0 ? [['not-counted', 'Not counted'] as const] : []),
      ['runs', 'Runs'],
      ...(rows.length > home.shown ? [['older', 'Older'] as const] : []),
    ],
    styles: join(import.meta.dirname, 'home-page.css'),
    main: markup`
      ${headSection(stands, all.length, rows, not)}
      ${stands.length > 0 ? stagesSection(stands, all.length, home) : ''}
      ${stands.length > 0 ? trendsSection(stands) : ''}
      ${not.length > 0 ? notCountedSection(not) : ''}
      ${runsSection(rows.slice(0, home.shown), home)}
      ${rows.length > home.shown ? olderSection(rows.slice(home.shown)) : ''}
      ${detectNote(home.rows)}`,
    footer: markup`Made from evidence and reports of this checkout on ${time(home.now.toISOString())}; ${command('./harness home')} looks at every run anew.`,
  };
}

const ORDER = ['fail', 'unknown', 'waived', 'pass'] as const;

function worstOf(stands: readonly Stand[]): Verdict {
  return ORDER.find((verdict) => stands.some((one) => one.verdict === verdict)) ?? 'unknown';
}

function headlineOf(stands: readonly Stand[], known: number): string {
  const verdict = worstOf(stands);
  const many = stands.filter((one) => one.verdict === verdict).length;
  if (stands.length === 0) return 'No whole stage ran yet';
  const all = many === stands.length;
  // Of those that are not told nothing is claimed.
  if (known > stands.length && (verdict === 'pass' || verdict === 'waived'))
    return `The ${stands.length} stages that ran last pass${verdict === 'pass' ? '' : `, ${many} with waivers`}`;
  if (verdict === 'pass')
    return stands.length === 1 ? 'The one stage passes' : `All ${stands.length} stages pass`;
  if (verdict === 'waived') return `All pass, ${many} with waivers`;
  const says = { fail: ['fails', 'fail'], unknown: ['gives no answer', 'give no answer'] }[verdict];
  if (stands.length === 1) return `The one stage ${says[0] ?? ''}`;
  return `${all ? 'All' : many} ${all ? '' : 'of '}${stands.length} stages ${many === 1 ? (says[0] ?? '') : (says[1] ?? '')}`;
}

const SAYS: Readonly<Record<Verdict, string>> = {
  fail: 'fails',
  unknown: 'gives no answer',
  waived: 'passes with waivers',
  pass: 'passes',
};

function sentenceOf(stands: readonly Stand[]): string {
  const bad = stands.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown');
  if (stands.length === 0) return 'Stages that ran whole are compared here: ./harness run --stage smoke.';
  if (bad.length === 0) return `The newest run of each stage passed.`;
  const said = bad.slice(0, 3).map(({ name, branch, verdict, alike }) => {
    const since = alike > 1 ? ` for ${alike} runs` : '';
    return `${name}${branch === undefined ? '' : ` (${branch})`} ${SAYS[verdict]}${since}`;
  });
  const rest = bad.length > 3 ? `; ${bad.length - 3} more` : '';
  return `${said.join('; ')}${rest}.`;
}

function headSection(
  stands: readonly Stand[],
  known: number,
  rows: readonly RunRow[],
  not: readonly RunRow[],
): Html {
  const verdict = worstOf(stands);
  const [newest] = rows;
  const of = (one: Verdict) => counted(rows).filter((row) => verdictOf(row) === one).length;
  const fact = (title: string, said: Html | string) => markup`<div><dt>${title}</dt><dd>${said}</dd></div>\n`;
  const going = rows.filter(({ state }) => state === 'going on').length;
  return markup`
    <section class="verdict ${tone(verdict)}" aria-labelledby="verdict">\n
      <div class="verdict-head">
        ${icon(verdict)}
        <div>\n
          <h1 id="verdict">${headlineOf(stands, known)}</h1>\n
          <p class="sentence">${sentenceOf(stands)}</p>\n
        </div>
      </div>\n
      <dl class="facts">\n
        ${fact('Runs that count', String(counted(rows).length))}
        ${fact('How they went', `${of('pass')} pass, ${of('waived')} waived, ${of('unknown')} unknown, ${of('fail')} fail`)}
        ${fact('Not counted', not.length === 0 ? 'none' : markup`<a href="#not-counted">${not.length}</a>`)}
        ${fact('Newest', newest === undefined ? dim('none yet') : markup`${time(newest.started)}${going > 0 ? markup` ${dim(`${going} going on`)}` : ''}`)}
      </dl>\n
    </section>\n`;
}

function stagesSection(stands: readonly Stand[], all: number, home: Home): Html {
  const sorted = stands.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const more = all - stands.length;
  return markup`
    <section aria-labelledby="stages">\n
    ${heading('stages', 'How each stage stands', 'the newest whole run of each, by environment and branch, and what changed since the one before')}\n
    <ul class="stands">\n${sorted.map((stand) => standItem(stand, home))}</ul>\n
    ${more > 0 ? markup`<p class="note">${count(more, 'more branch', 'more branches')} ran before these: see <a href="#runs">the runs</a>.</p>\n` : ''}
    </section>\n`;
}

function standItem({ name, branch, newest, verdict, alike, rows }: Stand, { compared, pages }: Home): Html {
  const own = compared.get(newest.id);
  const points = rows
    .slice(0, 20)
    .toReversed()
    .map((row) => ({
      at: row.started,
      verdict: verdictOf(row) ?? 'unknown',
      durationMs: row.durationMs ?? 0,
    }));
  const page = pages.get(newest.id);
  return markup`
    <li class="stand ${tone(verdict)}">\n
      <div class="stand-head">
        ${badge(verdict)}
        <strong>${name}</strong>
        ${known(branch, (one) => markup`<span class="tag">${one}</span>`)}
        ${newest.rehearsal ? markup`<span class="tag">rehearsal</span>` : ''}
        <span class="dim">${alike > 1 ? `${alike} runs in a row` : rows.length > 1 ? 'new since the run before' : 'first run'}</span>
        ${points.length > 1 ? trend(points) : ''}
      </div>\n
      <p>${reportLink(newest, 'Report')} of ${time(newest.started)}${known(newest.commit, (one) => markup`, commit <code>${one.slice(0, 10)}</code>`)}${newest.durationMs === undefined ? '' : `, took ${sayDuration(newest.durationMs)}`}${saidOf(newest)}</p>\n
      ${own === undefined ? '' : changesOf(own, page)}
    </li>\n`;
}

/** Of one that does not count it is said why, and nothing that its report says. */
function saidOf({ state, why = '', sentence: said }: RunRow): Html | string {
  if (state !== 'sealed') return markup`<span class="sub"><strong>Not counted:</strong> ${why}</span>`;
  return known(said, (one) => markup`<span class="sub">${shorten(one, 220)}</span>`);
}

function changesOf(compared: RunsCompared, page: string | undefined): Html {
  const link = page === undefined ? '' : markup` <a href="${page}">All that changed</a>`;
  if (sayChanges(compared) === undefined)
    return markup`<p class="dim">No suite and no finding is other than in the run before.${link}</p>\n`;
  return markup`<ul class="reasons">${changeLines(compared)}</ul>\n<p>${link}</p>\n`;
}

/** From reports/runs/index.html. */
function reportLink({ id, reported }: RunRow, said: Html | string): Html {
  return reported ? markup`<a href="${encodeURIComponent(id)}/index.html">${said}</a>` : markup`${said}`;
}

function trendsSection(stands: readonly Stand[]): Html {
  const drawn = stands.flatMap((stand) => {
    const trends = trendsOf(stand);
    return trends === undefined ? [] : [{ stand, trends }];
  });
  const titleOf = ({ name, branch }: Stand) => `${name}${branch === undefined ? '' : `, ${branch}`}`;
  const parts = drawn
    .slice(0, DRAWN)
    .map(({ stand, trends }, at) => fold(markup`${titleOf(stand)}`, trends, at === 0 ? 'open' : 'closed'));
  return markup`
    <section aria-labelledby="trends">\n
    ${heading('trends', 'Trends', 'of runs that count; what is worse than in the run before is marked')}\n
    ${drawn.length === 0 ? markup`<p class="calm">${icon('skipped')} <span>No stage has two runs that count yet.</span></p>\n` : markup`<div class="panel">${parts}</div>\n`}
    </section>\n`;
}

const STATE_WORDS: Readonly<Record<Exclude<RunRow['state'], 'sealed'>, string>> = {
  'going on': 'Going on',
  'not sealed': 'Not sealed',
  changed: 'Changed',
  elsewhere: 'Made elsewhere',
  gone: 'Evidence gone',
};

/** So many of those that do not count are told one by one, of each sort. */
const TOLD = 20;

function notCountedSection(not: readonly RunRow[]): Html {
  const sorts = Map.groupBy(not, ({ state }) => state);
  const parts = [...sorts].map(([state, rows]) => {
    const items = rows.slice(0, TOLD).map(
      (row) => markup`
        <li>${icon('unknown')}<span>${reportLink(row, markup`<code>${row.id}</code>`)} ${row.why ?? ''}${sayOwnWord(row)}</span></li>`,
    );
    const more =
      rows.length > TOLD
        ? markup`<li>${icon('unknown')}<span>and ${rows.length - TOLD} more</span></li>`
        : '';
    const title = state === 'sealed' ? '' : STATE_WORDS[state];
    return markup`<h3>${title} ${dim(String(rows.length))}</h3>\n<ul class="reasons">${items}${more}</ul>\n`;
  });
  return markup`
    <section aria-labelledby="not-counted">\n
    ${heading('not-counted', 'Not counted', `${count(not.length, 'run')}: whatever they say of themselves, they pass nothing`)}\n
    <div class="panel">${parts}</div>\n
    </section>\n`;
}

function sayOwnWord({ says, state }: RunRow): Html | string {
  return says === undefined || state === 'gone' ? '' : markup` ${dim(`(says ${says})`)}`;
}

function runsSection(rows: readonly RunRow[], home: Home): Html {
  const said =
    rows.length === 0 ? '' : `the newest ${rows.length === 1 ? 'one' : rows.length}, the newest first`;
  return markup`
    <section aria-labelledby="runs">\n
    ${heading('runs', 'Runs', said)}\n
    ${rows.length === 0 ? markup`<p class="calm">${icon('skipped')} <span>No run yet: ${command('./harness run --stage smoke')}</span></p>\n` : runsTable(rows, home)}
    ${rows.length < 2 ? '' : markup`<p class="note">Any two of them: ${command('./harness compare <run> <run>')}</p>\n`}
    </section>\n`;
}

const COLUMNS = ['Verdict', 'Run', 'What', 'Suites at', 'Changed'];
const FIGURES = ['Findings', 'Flaky', 'Proven', 'p95', 'Took'];

function runsTable(rows: readonly RunRow[], home: Home): Html {
  const cell = (name: string) => markup`<th role="columnheader" scope="col">${name}</th>`;
  const figure = (name: string) => markup`<th role="columnheader" scope="col" class="num">${name}</th>`;
  return markup`
    <table class="runs" role="table" aria-label="Runs">\n
    <thead role="rowgroup"><tr role="row">${COLUMNS.map(cell)}${FIGURES.map(figure)}</tr></thead>\n
    <tbody role="rowgroup">\n${rows.map((row) => runRow(row, home))}</tbody>
    </table>\n`;
}

function runRow(row: RunRow, { compared }: Home): Html {
  const own = compared.get(row.id);
  const slowest = row.p95.toSorted((a, b) => b.ms - a.ms)[0];
  const found = row.findings;
  return markup`
    <tr role="row">\n
      <td role="cell">${verdictCell(row)}</td>\n
      <th role="rowheader" scope="row">${reportLink(row, row.started === '' ? markup`<code>${row.id}</code>` : time(row.started))}<span class="sub id">${row.id}</span></th>\n
      <td role="cell">${whatOf(row)}</td>\n
      <td role="cell">${row.commit === undefined ? dim('not known') : markup`<code>${row.commit.slice(0, 10)}</code>`}<span class="sub">${row.branch ?? ''}${row.dirty ? ', uncommitted changes' : ''}${known(row.version, (one) => markup`, target ${one}`)}</span></td>\n
      <td role="cell">${own === undefined ? '' : (sayChanges(own) ?? dim('nothing'))}</td>\n
      ${figureCell('findings', found && String(found.critical + found.high + found.medium + found.low))}
      ${figureCell('flaky', row.flaky === undefined ? undefined : String(row.flaky))}
      ${figureCell('proven', row.requirements && `${row.requirements.proven}/${row.requirements.applicable}`)}
      ${figureCell('p95', slowest && `${Math.round(slowest.ms)} ms`, slowest?.suite)}
      ${figureCell('took', row.durationMs === undefined ? undefined : sayDuration(row.durationMs))}
    </tr>\n`;
}

/** On a narrow screen it says its name itself. */
function figureCell(name: string, said: string | undefined, title = ''): Html {
  return markup`<td role="cell" class="num" data-name="${name}" title="${title}">${said ?? markup`<span class="none">–</span>`}</td>\n`;
}

function verdictCell(row: RunRow): Html {
  const verdict = verdictOf(row);
  if (verdict === undefined) return badgeOf('skipped', 'Going on');
  if (row.state === 'sealed')
    return markup`${badge(verdict)}${row.rehearsal ? markup`<span class="sub">rehearsal</span>` : ''}`;
  const why = row.says === undefined ? '' : markup`<span class="sub">says ${row.says}</span>`;
  return markup`${badgeOf(verdict, STATE_WORDS[row.state])}${why}`;
}

function whatOf(row: RunRow): Html {
  if (row.imported !== undefined)
    return markup`imported ${row.imported}<span class="sub">${row.environment ?? ''}</span>`;
  const stage = row.stage === undefined ? 'suites by name' : row.whole ? row.stage : `part of ${row.stage}`;
  const phase = row.phase === undefined ? '' : `, phase ${row.phase}`;
  return markup`${stage}<span class="sub">${row.environment ?? 'environment not known'}${phase}</span>`;
}

function olderSection(rows: readonly RunRow[]): Html {
  const months = Map.groupBy(rows, ({ started }) => started.slice(0, 7) || 'unknown');
  const lines = [...months].map(([month, own]) => {
    const of = (verdict: Verdict) => counted(own).filter((row) => verdictOf(row) === verdict).length;
    const not = own.length - counted(own).length;
    return markup`<tr><th scope="row">${month}</th>${[of('pass'), of('waived'), of('unknown'), of('fail'), not].map((many) => number(String(many)))}</tr>`;
  });
  return markup`
    <section aria-labelledby="older">\n
    ${heading('older', 'Older runs', `${count(rows.length, 'run')} by month, as they were when they were last looked at`)}\n
    <div class="panel">${table({
      label: 'Older runs by month',
      columns: [column('Month'), ...['Pass', 'Waived', 'Unknown', 'Fail', 'Not counted'].map(numbers)],
      rows: lines,
    })}</div>\n
    </section>\n`;
}

function detectNote(rows: readonly RunRow[]): Html | string {
  const own = rows.filter(({ detection }) => detection !== undefined);
  if (own.length === 0) return '';
  const changed = own.filter(({ state }) => state === 'changed').length;
  return markup`<p class="note">${icon('skipped')} <span>Beside these, ${count(own.length, 'run')} of ${command('./harness detect')}, whose target was spoilt on purpose${changed === 0 ? '' : `; ${changed} of them were changed since`}.</span></p>\n`;
}
