import { metricsOf } from '../../kernel/judge.ts';
import { filesOf, filesOfCheck, type EvidenceFile } from '../model/artifacts.ts';
import { timelineOf } from './chaos-timeline.ts';
import { endpointsOf } from '../load/endpoints.ts';
import { count, sayDay, sayDuration, sayNumber, sayValue } from '../format.ts';
import type { DecidingRow } from '../model/deciding-row.ts';
import type { Since } from '../model/history.ts';
import { command, heading, requirement, sentence, subheading, breakable } from '../drawing/fragments.ts';
import { badge, escapeHtml, hrefTo, icon, time, tone, trend } from '../drawing/html.ts';
import { loadPlots } from '../load/load-plots.ts';
import { loadView } from '../load/load-view.ts';
import { shrunkNote } from '../load/scale.ts';
import { sparkline } from '../load/sparkline.ts';
import type { RequirementRow } from '../model/requirement-area.ts';
import { anchorOf, type SuiteRow } from '../model/suite-row.ts';

/** What the templates may say. Whatever returns HTML has escaped what it was given. */
export function phrases(folder: string, evidenceFolder: string) {
  const href = hrefTo(folder, evidenceFolder);
  return {
    ...{ badge, icon, time, tone, trend, count, filesOf, filesOfCheck, href },
    duration: sayDuration,
    number: sayNumber,
    anchor: anchorOf,
    plots: loadPlots,
    load: loadView,
    shrunk: shrunkNote,
    sparkline,
    timeline: timelineOf,
    endpoints: endpointsOf,
    ...{
      heading,
      subheading,
      sentence,
      breakable,
      also,
      command,
      requirement,
      since,
      checks,
      behind,
      metrics,
      examined,
      source,
    },
    file: (file: EvidenceFile) =>
      `<a href="${escapeHtml(href(file.path))}">${escapeHtml(ROLE_WORDS[file.role] ?? shortName(file.name))}</a>`,
    onDisk: (path: string) => `${tailOf(evidenceFolder)}/${path}`,
  };
}

const ROLE_WORDS: Readonly<Partial<Record<EvidenceFile['role'], string>>> = {
  screenshot: 'screenshot',
  video: 'video',
  trace: 'trace',
  journal: 'journal',
};

function shortName(name: string): string {
  return name.split('/').slice(-2).join('/');
}

/** `evidence/runs/<id>`, as seen from the checkout. */
function tailOf(folder: string): string {
  return folder.split('/').slice(-3).join('/');
}

function since({ state, runs, from }: Since): string {
  if (state === 'still') return `since ${sayDay(from ?? '')}, ${runs} runs`;
  if (state === 'first run') return 'no earlier run';
  return state === 'flaky' ? 'comes and goes' : 'new';
}

/** Consequences in few words: many limits without a value are told as a number. */
function also({ also: rows, suite }: DecidingRow): string {
  const limits = new Set(suite?.thresholds.map((row) => row.key));
  const unmeasured = rows.filter((row) => limits.has(row.reason.what)).map((row) => row.what);
  const others = rows.filter((row) => !limits.has(row.reason.what)).map((row) => row.what);
  const told = unmeasured.length > 2 ? [`${unmeasured.length} limits`] : unmeasured;
  return [...told, ...others].join('; ');
}

/** How many checks passed, failed, were skipped, as words and as a bar. */
function checks({ counts, state, flakes }: SuiteRow): string {
  const { passed, failed, waived, skipped, expected } = counts;
  if (state !== 'ran') return `<span class="dim">none${expected > 0 ? ` of ${expected}` : ''}</span>`;
  if (passed + failed + waived + skipped === 0)
    return `<span class="dim">${expected > 0 ? `none of ${expected}` : 'limits only'}</span>`;
  const parts = [
    `<span>${passed} passed</span>`,
    ...(failed > 0 ? [`<strong class="is-fail">${failed} failed</strong>`] : []),
    ...(waived > 0 ? [`<span class="is-waived">${waived} waived</span>`] : []),
    ...(skipped > 0 ? [`<span>${skipped} skipped</span>`] : []),
    ...(flakes.length > 0 ? [`<span class="is-unknown">${flakes.length} flaky</span>`] : []),
  ];
  const stack = [
    ['pass', passed],
    ['fail', failed],
    ['waived', waived],
    ['skipped', skipped],
  ].map(([name, amount]) => `<span class="is-${String(name)}" style="flex:${String(amount)}"></span>`);
  return `<span class="counts">${parts.join(' ')}<span class="stack" aria-hidden="true">${stack.join('')}</span></span>`;
}

function behind({ checks: all }: RequirementRow): string {
  const failed = all.filter((check) => check.outcome === 'failed').length;
  const words = `${count(all.length, 'check')} behind it`;
  return failed > 0 ? `${words}, ${failed} failed` : words;
}

function metrics({ evidence }: SuiteRow): readonly { name: string; said: string; samples: number }[] {
  if (evidence === undefined) return [];
  const looked = evidence.metrics.some((metric) => metric.name === 'findings.examined');
  const all = looked ? metricsOf(evidence) : evidence.metrics;
  return all.map(({ name, value, unit, samples }) => ({ name, said: sayValue(value, unit), samples }));
}

/** What a scanner looked at. */
function examined({ evidence }: SuiteRow): readonly { value: string; said: string }[] {
  return (evidence?.metrics ?? [])
    .filter(({ name }) => /(^findings\.examined$)|(reached|crawled|covered|examined)$/.test(name))
    .map(({ name, value, unit }) => ({ value: sayNumber(value), said: sayExamined(name, unit) }));
}

function sayExamined(name: string, unit: string): string {
  const verb = name.split('.').at(-1) ?? 'examined';
  return unit === '' || unit === 'count' ? name.replaceAll('.', ' ') : `${unit} ${verb}`;
}

const SOURCES: Readonly<Record<string, string>> = {
  path: 'on PATH',
  cache: "in the harness's cache",
  explicit: 'named by a variable',
};

function source(name: string): string {
  return SOURCES[name] ?? name;
}
