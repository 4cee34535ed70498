import { command, dim, heading, requirementLink, sentence } from '../drawing/fragments.ts';
import { type Html, joined, known, markup } from '../drawing/html.ts';
import { badge, icon, tone } from '../drawing/state.ts';
import { count, sayDay } from '../format.ts';
import type { DecidingRow } from '../model/deciding-row.ts';
import type { Since } from '../model/history.ts';
import { isUnproven, unprovenIn, type Unproven } from '../model/unproven.ts';
import type { RunReport, WaiverRow } from '../model/run-report.ts';
import { aspectLinks } from './aspect-links.ts';
import { fileLinks, type Links } from './links.ts';

/** So many problems are shown open; the rest folds. */
const FIRST_PROBLEMS = 20;

/** What made the verdict, worst first, and what is waived. */
export function decidesSection(model: RunReport, links: Links): Html {
  const { decides, waivers } = model;
  const problems = decides.filter(
    ({ reason }) => reason.verdict !== 'waived' || !isListed(model, reason.check),
  );
  const items = problems.map((row) => decidingItem(row, links));
  return markup`
    <section aria-labelledby="decides">\n
    ${heading('decides', 'What decides')}\n
    ${items.length === 0 ? calm(model) : ''}
    ${items.length > 0 ? markup`<ol class="decides">\n${items.slice(0, FIRST_PROBLEMS)}</ol>\n` : ''}
    ${items.length > FIRST_PROBLEMS ? moreItems(items.slice(FIRST_PROBLEMS)) : ''}
    ${waiverLists(waivers)}
    </section>\n`;
}

/** A waived check stands under Waivers already. */
function isListed({ waivers }: RunReport, check: string | undefined): boolean {
  return waivers.some((waiver) => waiver.of === check);
}

function calm({ verdict, waivers }: RunReport): Html {
  return verdict === 'waived'
    ? markup`<p class="calm">${icon('waived')} Nothing failed but what is waived${waivers.some(({ flaky }) => flaky === true) ? ' or in quarantine' : ''}, and nothing is unknown.</p>\n`
    : markup`<p class="calm">${icon('pass')} Nothing failed and nothing is unknown.</p>\n`;
}

function moreItems(items: readonly Html[]): Html {
  return markup`
    <details class="more"><summary>${items.length} more</summary>\n
    <ol class="decides" start="${FIRST_PROBLEMS + 1}">\n${items}</ol>
    </details>\n`;
}

function decidingItem(row: DecidingRow, links: Links): Html {
  const { reason, suite, alike, full } = row;
  const also = sayAlso(row);
  const fix = reason.fix ?? '';
  const unproven = unprovenIn(row);
  return markup`
    <li class="deciding ${tone(reason.verdict)}">
      <div class="deciding-head">
        ${badge(reason.verdict)}\n
        <p class="what">
          ${suite !== undefined && alike.length === 0 ? markup`${suiteLink(suite)} ` : ''}
          <strong>${sentence(row.what)}</strong>
          ${known(row.where, (where) => markup` ${dim(where)}`)}
        </p>\n
        <span class="since since-${row.since.state.replace(' ', '-')}">${saySince(row.since)}</span>
      </div>\n
      ${unproven.length === 0 ? measuredList(row) : unprovenList(unproven)}
      ${known(full, messageFold)}
      ${alike.length === 0 || unproven.length > 0 ? '' : markup`<p class="alike">${[row, ...alike].map(alikeLink)}</p>`}
      ${also === '' ? '' : markup`<p class="also">So also unknown: ${also}</p>`}
      ${fix === '' ? '' : markup`<p class="fix"><span class="label">Fix</span> ${sentence(fix)}</p>`}
      ${metaLine(row, links)}
    </li>\n`;
}

function suiteLink({ anchor, name }: NonNullable<DecidingRow['suite']>): Html {
  return markup`<a href="#${anchor}">${name}</a>`;
}

function messageFold(message: string): Html {
  return markup`
    <details class="full">
      <summary>Whole message</summary><pre tabindex="0">${message}</pre>
    </details>`;
}

function measuredList({ expected, observed }: DecidingRow): Html | string {
  if (expected === undefined && observed === undefined) return '';
  return markup`
    <dl class="measured">
      ${known(expected, (said) => markup`<div><dt>Expected</dt><dd>${said}</dd></div>`)}
      ${known(observed, (said) => markup`<div><dt>Observed</dt><dd>${said}</dd></div>`)}
    </dl>`;
}

/** Why, and which. */
function unprovenList(unproven: readonly Unproven[]): Html {
  const items = unproven.map(({ why, requirements }) => {
    return markup`<li><span class="why">${why}</span>: ${joined(requirements.flatMap(aspectLinks), ' · ')}</li>\n`;
  });
  return markup`<ul class="unproven">\n${items}</ul>`;
}

function alikeLink({ suite, reason }: DecidingRow): Html {
  return markup`${suite === undefined ? reason.proves.map(requirementLink) : suiteLink(suite)} `;
}

function metaLine({ reason, alike, owner, rerun, files }: DecidingRow, links: Links): Html {
  const proves = alike.length === 0 && !isUnproven({ reason }) ? reason.proves : [];
  return markup`
    <div class="meta">
      <span>owner ${owner}</span>
      ${proves.length === 0 ? '' : markup`<span>${joined(proves.map(requirementLink), ' ')}</span>`}
      <span class="rerun">rerun ${command(rerun)}</span>
      ${files.length === 0 ? '' : fileLinks(files, links)}
    </div>`;
}

function saySince({ state, runs, from }: Since): string {
  if (state === 'still') return `since ${sayDay(from ?? '')}, ${runs} runs`;
  if (state === 'first run') return 'no earlier run';
  return state === 'flaky' ? 'comes and goes' : 'new';
}

/** Consequences in few words: many limits without a value are told as a number. */
function sayAlso({ also: rows, suite }: DecidingRow): string {
  const limits = new Set(suite?.thresholds.map((row) => row.key));
  const unmeasured = rows.filter((row) => limits.has(row.reason.what)).map((row) => row.what);
  const others = rows.filter((row) => !limits.has(row.reason.what)).map((row) => row.what);
  const told = unmeasured.length > 2 ? [`${unmeasured.length} limits`] : unmeasured;
  return [...told, ...others].join('; ');
}

function waiverLists(waivers: readonly WaiverRow[]): Html {
  const [held, others] = [true, false].map((is) => waivers.filter(({ flaky = false }) => flaky === is));
  const list = (id: string, title: string, ones: readonly WaiverRow[] = []) =>
    ones.length === 0
      ? ''
      : markup`<h3 id="${id}">${title}</h3>\n<ul class="waivers">\n${ones.map(waiverItem)}</ul>\n`;
  return markup`${list('quarantine', 'In quarantine', held)}${list('waivers', 'Waivers', others)}`;
}

function waiverItem(waiver: WaiverRow): Html {
  const { of, suite, reason, ticket, daysLeft, expires, owner, approver, used, fared } = waiver;
  const left = daysLeft > 0 ? `${count(daysLeft, 'day')} left, until ${expires}` : `expired on ${expires}`;
  return markup`
    <li>${icon(daysLeft > 0 ? 'waived' : 'fail')}\n
      <div>
        <strong>${of}</strong>\n
        <p>${reason}</p>\n
        <p class="meta">
          <span>${suite}</span>
          <span>${left}</span>
          <span>owner ${owner}</span>
          <span>approved by ${approver}</span>
          <span>ticket ${ticket}</span>
          <span>${fared ?? (used ? 'used in this run' : 'matched nothing in this run')}</span>
        </p>
      </div>
    </li>\n`;
}
