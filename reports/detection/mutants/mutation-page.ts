import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printableLines } from '../../../kernel/printable.ts';
import type { Requirements } from '../../../kernel/requirement.ts';
import { renderDocument } from '../../drawing/document.ts';
import {
  breakable,
  column,
  dim,
  fold,
  heading,
  note,
  number,
  numbers,
  table,
  time,
} from '../../drawing/fragments.ts';
import { type Html, markup } from '../../drawing/html.ts';
import { badgeOf, capitalised, icon } from '../../drawing/state.ts';
import { count, sayDuration, shorten } from '../../format.ts';
import { MUTATION_FILE, type Mutation } from './mutation.ts';
import {
  killsByRequirement,
  killsBySuite,
  partsOf,
  sayShare,
  sentenceOfMutation,
  survivorsOf,
  type Parts,
} from './mutation-sums.ts';
import type { Trial } from './trial.ts';

export interface MutationReportRequest {
  readonly mutation: Mutation;
  /** `reports/detect/mutants/<id>/`. */
  readonly folder: string;
  readonly catalogue: Requirements;
}

/** `mutants.json`, and `index.html`: the score by parts, and what survived with its diff. One file, opened from disk. */
export async function writeMutationReport({
  mutation,
  folder,
  catalogue,
}: MutationReportRequest): Promise<void> {
  await mkdir(folder, { recursive: true });
  const data = printableLines(JSON.stringify(mutation, undefined, 1));
  await writeFile(join(folder, MUTATION_FILE), `${data}\n`);
  await writeFile(join(folder, 'index.html'), await renderMutation(mutation, catalogue));
}

export function renderMutation(mutation: Mutation, catalogue: Requirements): Promise<string> {
  const { trials, id } = mutation;
  const survivors = survivorsOf(trials);
  return renderDocument({
    title: `Mutants: ${id}`,
    brand: 'Mutants',
    sections: [
      ['scores', 'Scores'],
      ['survivors', 'Survivors'],
      ['killed', 'Killed'],
      ['clean', 'Clean runs'],
    ],
    main: markup`
      ${headSection(mutation)}\n
      ${scoresSection(mutation, catalogue)}\n
      ${trialsSection('survivors', 'Survivors', survivors, trials.length === 0 ? 'No mutant was tried.' : 'Every mutant that was tried was noticed.')}\n
      ${trialsSection(
        'killed',
        'Killed and left out',
        trials.filter((one) => !survivors.includes(one)),
        'None.',
      )}\n
      ${cleanSection(mutation)}`,
    footer: markup`
      Built from the journal of detection ${id}.${' '}
      The same as data: <a href="${MUTATION_FILE}">${MUTATION_FILE}</a>.`,
    styles: join(import.meta.dirname, '../detection-page.css'),
  });
}

const LEAD =
  "Each mutant is one change of the target's source, chosen by chance. The suites that run the changed place were tried on a " +
  'target started with it. Killed specifically: a check saw what differed; grossly: by what any request would have shown.';

const INCOMPLETE = 'Not everything was tried. The same command goes on where this stopped.';

function headSection(mutation: Mutation): Html {
  const { complete, target, environment, startedAt, endedAt, seed, sampled, all, kinds, tree, id, tookMs } =
    mutation;
  const facts: readonly (readonly [string, Html | string])[] = [
    ['Target', target],
    ['Environment', environment],
    ['Sample', `${sampled} of ${count(all, 'mutant')}, seed ${seed}`],
    ['Suites', kinds.join(', then ')],
    ['Started', time(startedAt)],
    ['Ended', time(endedAt)],
    ['Mutants', sayDuration(tookMs.mutants)],
    ['Clean runs', sayDuration(tookMs.clean)],
    ['Sources', markup`<code>${tree.slice(0, 12)}</code>`],
    ['Detection', markup`<code>${breakable(id)}</code>`],
  ];
  const rows = facts.map(([name, said]) => markup`<div><dt>${name}</dt><dd>${said}</dd></div>\n`);
  return markup`
    <section aria-labelledby="verdict">\n
      <h1 id="verdict">Mutants</h1>\n
      <p class="sentence">${sentenceOfMutation(mutation)}.</p>\n
      <p class="note">${LEAD}</p>\n
      ${complete ? '' : note('unknown', INCOMPLETE)}
      <dl class="facts">\n${rows}</dl>\n
    </section>\n`;
}

function scoresSection(mutation: Mutation, catalogue: Requirements): Html {
  const { trials } = mutation;
  return markup`
    <section aria-labelledby="scores">\n
    ${heading('scores', 'Scores')}\n
    <p class="note lead">With the interval in which each lies by 95 % (Wilson). The weakest first.</p>\n
    ${partsOf(mutation).map(partsTable)}
    ${killsTable('Suite', killsBySuite(trials))}
    ${killsTable('Requirement', killsByRequirement(trials, catalogue))}
    </section>\n`;
}

function partsTable({ by, scores }: Parts): Html {
  const rows = scores.map(
    ({ part, killed, specifically }) => markup`
      <tr><th scope="row">${breakable(part)}</th>${number(sayShare(killed))}${number(sayShare(specifically))}</tr>\n`,
  );
  const columns = [column(by), numbers('Killed'), numbers('Specifically')];
  return markup`${table({ label: `Scores by ${by.toLowerCase()}`, columns, rows })}\n`;
}

function killsTable(by: string, kills: readonly (readonly [string, number])[]): Html {
  const rows = kills.map(
    ([name, many]) => markup`<tr><th scope="row">${name}</th>${number(String(many))}</tr>\n`,
  );
  const columns = [column(by), numbers('Killed first')];
  return markup`${table({ label: `Kills by ${by.toLowerCase()}`, columns, rows })}\n`;
}

function trialsSection(id: string, title: string, trials: readonly Trial[], none: string): Html {
  return markup`
    <section aria-labelledby="${id}">\n
    ${heading(id, title, String(trials.length))}\n
    ${trials.length === 0 ? markup`<p class="calm">${none}</p>` : markup`<ul class="planted">\n${trials.map(trialItem)}</ul>\n`}
    </section>\n`;
}

const TONES = {
  killed: 'pass',
  'killed grossly': 'pass',
  survived: 'fail',
  'not covered': 'fail',
  'not started': 'skipped',
  equivalent: 'skipped',
  unknown: 'unknown',
} as const;

function trialItem({ mutant, outcome, diff, sight, passed, kind }: Trial): Html {
  const { id, file, line, mutator } = mutant;
  const seen = sight && [sight.suite, sight.what, sight.observed].filter(Boolean).join(': ');
  const missed = passed.length > 0 ? `${passed.join(', ')} ran it and passed` : `no suite of ${kind} runs it`;
  return markup`
    <li id="${id}">\n
    <div class="planted-head">
      ${badgeOf(TONES[outcome], capitalised(outcome))}
      <div>
        <p class="what"><strong><code>${breakable(`${file}:${line}`)}</code></strong></p>
        <p class="meta"><code>${id}</code> <span>${mutator}</span></p>
      </div>
    </div>\n
    ${fold(markup`${shorten(seen ?? missed, 200)}`, markup`<pre>${diff}</pre>${dim(missed)}`, outcome in OPEN ? 'open' : 'closed')}
    </li>\n`;
}

const OPEN = { survived: true, 'not covered': true };

function cleanSection({ clean }: Mutation): Html {
  const rows = clean.map(({ suites, durationMs }) => {
    const bad = suites
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ name, problems }) => `${name}: ${problems.join('; ')}`);
    const said =
      bad.length === 0
        ? markup`${icon('pass')} nothing failed`
        : markup`${icon('fail')} ${shorten(bad.join('; '), 400)}`;
    return markup`<tr><td>${suites.length}</td><td>${said}</td><td>${sayDuration(durationMs)}</td></tr>\n`;
  });
  return markup`
    <section aria-labelledby="clean">\n
    ${heading('clean', 'Clean runs')}\n
    <p class="note lead">The same suites with nothing changed. What fails here has killed nothing.</p>\n
    ${table({ label: 'Clean runs', columns: ['Suites', 'Result', 'Took'].map(column), rows })}\n
    </section>\n`;
}
