import { column, dim, fold, heading, table, time } from '../drawing/fragments.ts';
import { type Html, joined, known, markup } from '../drawing/html.ts';
import { badge, icon } from '../drawing/state.ts';
import { count, sayValue, shorten } from '../format.ts';
import type { Dossier, DossierLimit, DossierSince } from './dossier.ts';

/** What is other than at the last Go: what is weaker first, then everything, folded. */
export function sinceSection({ since }: Dossier): Html {
  if (since === undefined) return firstSection();
  const { go, weaker } = since;
  const first =
    weaker.length === 0
      ? markup`<p class="calm">${icon('pass')} <span>Nothing that it is held to or shows is less than then.</span></p>\n`
      : markup`<ul class="reasons weaker">${weaker.map((one) => markup`<li>${icon('unknown')}<span><strong>Weaker:</strong> ${one}</span></li>`)}</ul>\n`;
  return markup`
    <section class="since-go" aria-labelledby="since">\n
    ${heading('since', 'Since the last Go')}\n
    <p class="compared">Compared with ${go.version}${known(go.commit, (one) => markup` (<code>${one.slice(0, 10)}</code>)`)} of ${time(go.at)}, dossier ${go.name}.</p>\n
    ${first}
    <div class="all-since">${partsOf(since)}</div>\n
    </section>\n`;
}

function firstSection(): Html {
  return markup`
    <section class="since-go" aria-labelledby="since">\n
    ${heading('since', 'Since the last Go')}\n
    <p class="note">${icon('skipped')} <span>No Go of this target in this environment is kept here: it is the first, or its dossier is elsewhere. Only who made the commit itself is kept from approving it.</span></p>\n
    </section>\n`;
}

function partsOf(since: DossierSince): readonly Html[] {
  const { suites, checks, findings, limits, policy, aspects, waivers, detection } = since;
  const notKept = markup`<p class="note">${icon('unknown')} <span>The dossier of that Go was made before these were kept.</span></p>`;
  return [
    commitsPart(since),
    part('Suites', suites.length, suiteTable(suites)),
    checks === undefined
      ? part('Checks', undefined, notKept)
      : part(
          'Checks',
          checks.gone.length + checks.added.length,
          lists([
            ['Gone', checks.gone.map(({ suite, check }) => `${suite} › ${check}`)],
            ['New', checks.added.map(({ suite, check }) => `${suite} › ${check}`)],
          ]),
        ),
    part(
      'Aspects',
      aspects.lost.length + aspects.gained.length + aspects.released.length,
      lists([
        ['Not shown any more', aspects.lost],
        ['Shown now', aspects.gained],
        ['Not demanded any more', aspects.released],
      ]),
    ),
    findings === undefined
      ? part('Findings', undefined, notKept)
      : part(
          'Findings',
          findings.added.length + findings.fixed.length,
          lists([
            ['New', findings.added.map(({ title, suite }) => `${title} (${suite})`)],
            ['Gone', findings.fixed.map(({ title, suite }) => `${title} (${suite})`)],
          ]),
        ),
    part(
      'Waivers',
      waivers.added.length + waivers.gone.length,
      lists([
        ['New', waivers.added],
        ['Gone', waivers.gone],
      ]),
    ),
    limits === undefined
      ? part('Limits', undefined, notKept)
      : part('Limits', limits.length, limitTable(limits)),
    policy === undefined
      ? part('Policy', undefined, notKept)
      : part(
          'Policy',
          policy.length,
          lists(
            policy.flatMap(({ field, gone, added }) => [
              [`${field}: gone`, gone] as const,
              [`${field}: new`, added] as const,
            ]),
          ),
        ),
    part(
      'Detection',
      Number(detection.before !== detection.after),
      markup`<p>Then: ${detection.before ?? 'not measured'}</p><p>Now: ${detection.after ?? 'not measured'}</p>`,
    ),
  ];
}

/** Where nothing is other it is said in a line, without a fold. */
function part(name: string, many: number | undefined, body: Html): Html {
  if (many === 0) return markup`<p class="same"><strong>${name}</strong> ${dim('as then')}</p>\n`;
  return fold(
    markup`<strong>${name}</strong> ${dim(many === undefined ? 'not known' : count(many, 'change'))}`,
    body,
  );
}

function commitsPart({ commits }: DossierSince): Html {
  if (commits === undefined)
    return part(
      'Commits',
      undefined,
      markup`<p class="note">${icon('unknown')} <span>Where it was made, not all of them were there.</span></p>`,
    );
  const { total, takenBack, newest } = commits;
  const rows = newest.map(
    ({ commit, by, says }) =>
      markup`<tr><th scope="row"><code>${commit.slice(0, 10)}</code></th><td>${shorten(says, 140)}</td><td>${by}</td></tr>`,
  );
  const more = total > newest.length ? markup`<p class="dim">and ${total - newest.length} more</p>` : '';
  const back =
    takenBack === 0
      ? ''
      : markup`<p>${icon('unknown')} ${count(takenBack, 'commit')} of that Go ${takenBack === 1 ? 'is' : 'are'} not in this release.</p>`;
  const body = markup`${back}${rows.length === 0 ? '' : table({ label: 'Commits', columns: ['Commit', 'What', 'By'].map(column), rows })}${more}`;
  return part('Commits', total + takenBack, body);
}

function suiteTable(suites: DossierSince['suites']): Html {
  const none = dim('not run');
  const rows = suites.map(
    ({ name, before, after }) =>
      markup`<tr><th scope="row">${name}</th><td>${before === undefined ? none : badge(before)}</td><td>${after === undefined ? none : badge(after)}</td></tr>`,
  );
  return table({ label: 'Suites', columns: ['Suite', 'Then', 'Now'].map(column), rows });
}

function limitTable(limits: NonNullable<DossierSince['limits']>): Html {
  const say = (one: DossierLimit | undefined) =>
    one === undefined ? dim('none') : `${one.op} ${sayValue(one.limit, one.unit)}`;
  const rows = limits.map(
    ({ before, after }) =>
      markup`<tr><th scope="row">${(after ?? before)?.metric ?? ''}<span class="sub">${(after ?? before)?.suite ?? ''}</span></th><td>${say(before)}</td><td>${say(after)}</td></tr>`,
  );
  return table({ label: 'Limits', columns: ['Limit', 'Then', 'Now'].map(column), rows });
}

/** So many of each are named. */
const NAMED = 60;

function lists(all: readonly (readonly [title: string, named: readonly string[]])[]): Html {
  const parts = all
    .filter(([, named]) => named.length > 0)
    .map(([title, named]) => {
      const more =
        named.length > NAMED ? [markup`<li class="dim">and ${named.length - NAMED} more</li>`] : [];
      const items = [...named.slice(0, NAMED).map((one) => markup`<li>${one}</li>`), ...more];
      return markup`<p class="sort">${title} ${dim(String(named.length))}</p><ul class="named">${joined(items, '')}</ul>`;
    });
  return markup`${parts}`;
}
