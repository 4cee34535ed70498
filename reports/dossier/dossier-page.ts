import { join } from 'node:path';
import type { Document } from '../drawing/document.ts';
import {
  column,
  command,
  coverageBar,
  dim,
  heading,
  number,
  numbers,
  sentence,
  table,
  time,
} from '../drawing/fragments.ts';
import { type Html, joined, known, markup } from '../drawing/html.ts';
import { badge, badgeOf, icon, tone } from '../drawing/state.ts';
import { count, sayTime, shorten } from '../format.ts';
import { headlineOfDossier, isGo, type Decided, type SaidOfIt } from './decided.ts';
import type { Dossier, DossierAspect, DossierDomain, DossierRun } from './dossier.ts';
import { sinceSection } from './since-section.ts';
import { standsInTheWay, sumOfDomain, type InTheWay } from './stands-in-the-way.ts';

export interface DossierPage {
  readonly dossier: Dossier;
  readonly decided: Decided;
  /** SHA-256 of go-no-go.json: what approvals are signed over. */
  readonly digest: string;
  /** The name of its folder. */
  readonly name: string;
}

/** May it ship, and why: the answer, what stands in its way, who said so, then the checklist and what it stands on. */
export function dossierPage(page: DossierPage): Document {
  const { dossier, decided } = page;
  const { target } = dossier;
  return {
    title: `${headlineOfDossier(dossier, decided)}: ${target.name} ${target.version}`,
    brand: 'Go / No-Go',
    sections: [
      ['way', 'In the way'],
      ['since', 'Since the last Go'],
      ['checklist', 'Checklist'],
      ['decisions', 'Decisions'],
      ['risks', 'Risks'],
      ['evidence', 'Evidence'],
      ['details', 'In detail'],
    ],
    styles: join(import.meta.dirname, 'dossier-page.css'),
    main: markup`
      ${verdictSection(page)}
      ${waySection(page)}
      ${sinceSection(dossier)}
      ${checklistSection(dossier)}
      ${decisionsSection(page)}
      ${risksSection(dossier)}
      ${evidenceSection(page)}
      ${allSection(page)}
      ${detailsSection(dossier)}`,
    footer: markup`Made from sealed evidence, judged on ${time(dossier.at)}.`,
  };
}

function verdictSection({ dossier, decided, digest, name }: DossierPage): Html {
  const { environment, stage, phase, target, commit, runs, rule } = dossier;
  const fact = (title: string, said: Html | string) => markup`<div><dt>${title}</dt><dd>${said}</dd></div>\n`;
  return markup`
    <section class="verdict ${tone(decided.verdict)}" aria-labelledby="verdict">\n
      <div class="verdict-head">
        ${icon(decided.verdict)}
        <div>\n
          <h1 id="verdict">${headlineOfDossier(dossier, decided)}</h1>\n
          <p class="sentence">${sentenceOf(dossier, decided)}</p>\n
          ${dossier.rehearsal ? markup`<p class="note">A rehearsal of stage ${stage} on ${environment.name}: nobody can sign it, and nobody may release on it.</p>\n` : ''}
        </div>
      </div>\n
      <dl class="facts">\n
        ${fact('What', markup`${target.name} ${target.version}${known(target.commit, (one) => markup` ${dim(one.slice(0, 10))}`)}`)}
        ${fact('Commit', commit === undefined ? dim('not known') : markup`<code>${commit.slice(0, 10)}</code>`)}
        ${fact('Where', environment.name)}
        ${fact('Held to', markup`stage ${stage}${phase === undefined ? '' : `, phase ${phase}`}`)}
        ${fact('Judged', time(dossier.at))}
        ${fact('Evidence', count(runs.length, 'sealed run'))}
        ${fact('Approvals', `${decided.approvals} of ${rule.approvals}`)}
        ${fact('Holds until', known(decided.until, time) === '' ? dim(dossier.rehearsal ? 'it holds for nothing' : 'it is approved') : known(decided.until, time))}
      </dl>\n
      <p class="digest">
        <span>Digest <code>${digest}</code></span>
        <span>check all of it with ${command(`./harness dossier verify ${name}`)}</span>
      </p>\n
    </section>\n`;
}

/** In one or two sentences, the worst first. */
function sentenceOf(dossier: Dossier, decided: Decided): string {
  const { rule, rehearsal, domains } = dossier;
  const sums = domains.map(sumOfDomain);
  const demanded = sums.reduce((all, one) => all + one.demanded, 0);
  const shown = sums.reduce((all, one) => all + one.shown, 0);
  const rows = standsInTheWay(dossier, decided.reasons);
  const fails = rows.filter(({ verdict }) => verdict === 'fail').length;
  const others = rows.filter(({ verdict, anchor }) => verdict === 'unknown' && anchor === undefined).length;
  const parts = [
    fails > 0 ? `${count(fails, 'thing')} failed` : 'nothing failed',
    `${shown} of ${count(demanded, 'demanded aspect')} ${shown === 1 ? 'is' : 'are'} shown`,
    ...(others > 0 ? [`${count(others, 'other thing')} ${others === 1 ? 'is' : 'are'} open`] : []),
    ...(rehearsal ? [] : [`${decided.approvals} of ${count(rule.approvals, 'approval')}`]),
  ];
  const said = parts.join('; ');
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}

/** What is said of each on the first screen; the rest follows behind the evidence. */
const FIRST = 5;

function waySection({ dossier, decided }: DossierPage): Html {
  const rows = standsInTheWay(dossier, decided.reasons);
  const waived = decided.reasons.filter(({ verdict }) => verdict === 'waived').length;
  const first = markup`<ol class="decides brief">\n${rows.slice(0, FIRST).map((row) => wayItem(row, 'brief'))}</ol>\n`;
  const all = rows.length > FIRST ? `all ${rows.length}` : 'in full';
  return markup`
    <section aria-labelledby="way">\n
    ${heading('way', isGo(decided) ? 'Why it is a Go' : 'What stands in the way', rows.length === 0 ? '' : count(rows.length, 'thing'))}\n
    ${rows.length === 0 ? calm(dossier, decided) : first}
    ${rows.length === 0 ? '' : markup`<p class="note"><a href="#all">${all}, with what to do</a></p>\n`}
    ${waived === 0 ? '' : markup`<p class="note">${icon('waived')} <span>${count(waived, 'failure')} ${waived === 1 ? 'is' : 'are'} let through by <a href="#waivers">waivers</a>.</span></p>\n`}
    </section>\n`;
}

function allSection({ dossier, decided }: DossierPage): Html | string {
  const rows = standsInTheWay(dossier, decided.reasons);
  if (rows.length === 0) return '';
  return markup`
    <section aria-labelledby="all">\n
    ${heading('all', 'All that stands in the way')}\n
    <ol class="decides">\n${rows.map((row) => wayItem(row, 'full'))}</ol>\n
    </section>\n`;
}

function calm({ domains }: Dossier, { approvals, verdict }: Decided): Html {
  const asked = domains.filter((one) => sumOfDomain(one).demanded > 0).length;
  const shown =
    asked === 0
      ? `Every suite passed; of ${count(domains.length, 'domain')} nothing is demanded, so nothing of them is shown`
      : `Every suite, and every demanded aspect of ${asked} of ${count(domains.length, 'domain')}, is shown by sealed evidence`;
  const said = `${shown}, and ${count(approvals, 'person', 'people')} approved it.`;
  return markup`<p class="calm">${icon(verdict)} <span>${said}</span></p>\n`;
}

function wayItem(
  { verdict, what, where, expected, observed, fix, anchor }: InTheWay,
  how: 'brief' | 'full',
): Html {
  const named = anchor === undefined ? sentence(what) : markup`<a href="#${anchor}">${what}</a>`;
  const head = markup`
    <div class="deciding-head">
      ${badge(verdict)}\n
      <p class="what"><strong>${named}</strong>${known(how === 'brief' ? where?.split(', ', 1)[0] : where, (one) => markup` ${dim(one)}`)}</p>\n
    </div>\n`;
  if (how === 'brief')
    return markup`<li class="deciding ${tone(verdict)}">${head}${known(observed, (one) => markup`<p class="observed">${shorten(one, 150)}</p>`)}</li>\n`;
  const measured = [
    ['Expected', expected],
    ['Observed', observed],
  ].flatMap(([name = '', said]) =>
    said === undefined ? [] : [markup`<div><dt>${name}</dt><dd>${said}</dd></div>`],
  );
  return markup`
    <li class="deciding ${tone(verdict)}">
      ${head}
      ${measured.length === 0 ? '' : markup`<dl class="measured">${measured}</dl>`}
      ${known(fix, (one) => markup`<p class="fix"><span class="label">Fix</span> ${sentence(one)}</p>`)}
    </li>\n`;
}

function checklistSection({ domains }: Dossier): Html {
  const rows = domains.map((domain) => {
    const sum = sumOfDomain(domain);
    return markup`
      <tr>
        <th scope="row"><a href="#in-${domain.id}">${domain.title}</a><span class="sub">${domain.asks}</span></th>
        <td>${sum.demanded === 0 && sum.failed === 0 ? badgeOf('skipped', 'Not asked') : badgeOf(sum.state, WORDS[sum.state])}</td>
        <td class="share-of">${coverageBar(sum.shown, sum.failed, sum.open, sum.waived)}</td>
        ${number(`${sum.shown} of ${sum.demanded}`)}
        <td>${gapsOf(domain)}${sum.gaps === 0 ? '' : markup`<span class="sub">${count(sum.gaps, 'aspect')} not demanded, and not shown</span>`}</td>
      </tr>`;
  });
  return markup`
    <section class="checklist" aria-labelledby="checklist">\n
    ${heading('checklist', 'Checklist', 'what is demanded, and what sealed evidence shows of it')}\n
    ${table({
      label: 'Checklist by domain',
      columns: [column('Domain'), column('Answer'), column(''), numbers('Shown'), column('Gaps')],
      rows,
    })}
    </section>\n`;
}

const WORDS = { pass: 'Yes', waived: 'Yes, waived', unknown: 'Not shown', fail: 'No' } as const;

/** By requirement, what is open of it. */
function gapsOf({ requirements }: DossierDomain): Html {
  const gaps = requirements.flatMap(({ id, aspects }) => {
    const own = aspects.filter(
      ({ state, demanded }) => state === 'failed' || (demanded && state === 'unproven'),
    );
    return own.length === 0
      ? []
      : [markup`<a class="requirement" href="#${id}">${id}</a> ${dim(String(own.length))}`];
  });
  if (gaps.length === 0) return markup`${dim('none')}`;
  const rest = gaps.length > 6 ? [markup`${dim(`and ${gaps.length - 6} more`)}`] : [];
  return joined([...gaps.slice(0, 6), ...rest], ' · ');
}

function decisionsSection({ dossier, decided, name }: DossierPage): Html {
  const { rule, rehearsal } = dossier;
  const rows = decided.said.map(saidRow);
  const lead = rehearsal
    ? 'A rehearsal is decided by nobody.'
    : `It takes ${count(rule.approvals, 'approval')} of different people who may decide and did not make the commit, and no deny or hold. Each is signed over the digest above: whatever changes voids it. Each holds for at most ${count(rule.days, 'day')}.`;
  return markup`
    <section aria-labelledby="decisions">\n
    ${heading('decisions', 'Decisions', rehearsal ? '' : `${decided.approvals} of ${rule.approvals} approvals`)}\n
    <p class="note lead">${lead}</p>\n
    ${rows.length === 0 ? '' : table({ label: 'Decisions', columns: ['Who', 'Decision', 'When', 'Until', 'Why'].map(column), rows })}
    ${rehearsal ? '' : markup`<p class="note">${command(`./harness dossier approve ${name} --as you@example.com --key ~/.ssh/id_ed25519`)}</p>\n`}
    </section>\n`;
}

const DECISION_STATE = { approve: 'pass', deny: 'fail', hold: 'unknown' } as const;

function saidRow({ by, decision, at, expires, reason, key, void: why }: SaidOfIt): Html {
  const state = why === undefined ? DECISION_STATE[decision] : 'skipped';
  return markup`
    <tr>
      <th scope="row">${by}<span class="sub">${key}</span></th>
      <td>${badgeOf(state, why === undefined ? decision : `${decision}, void`)}</td>
      <td>${time(at)}</td>
      <td>${expires === undefined ? '' : time(expires)}</td>
      <td>${why === undefined ? (reason ?? '') : markup`<strong>${why}</strong> ${reason ?? ''}`}</td>
    </tr>`;
}

function risksSection({ risks, rollback, waivers }: Dossier): Html {
  const weight = { low: 0, medium: 1, high: 2 } as const;
  const sorted = [...(risks ?? [])].sort(
    (a, b) => weight[b.impact] + weight[b.likelihood] - weight[a.impact] - weight[a.likelihood],
  );
  const rows = sorted.map(
    (risk) => markup`
      <tr>
        <th scope="row">${risk.id}</th>
        <td>${risk.title}<span class="sub">${risk.mitigation}</span></td>
        <td>${risk.likelihood}</td>
        <td>${risk.impact}</td>
        <td>${badgeOf(risk.state === 'open' ? 'unknown' : risk.state === 'accepted' ? 'waived' : 'pass', risk.state)}</td>
        <td>${risk.owner}<span class="sub">looked at again by ${risk.review}</span></td>
      </tr>`,
  );
  const plan =
    rollback === undefined
      ? markup`<p class="calm">${icon('unknown')} <span>There is no rollback plan.</span></p>\n`
      : markup`<p class="calm">${icon('pass')} <span><strong>Rollback</strong> in ${rollback.minutes} min, led by ${rollback.owner}: ${sentence(rollback.plan)}</span></p>\n`;
  return markup`
    <section aria-labelledby="risks">\n
    ${heading('risks', 'Risks and the way back', risks === undefined ? 'nobody wrote any down' : count(risks.length, 'risk'))}\n
    ${plan}
    ${rows.length === 0 ? markup`<p class="note">${icon(risks === undefined ? 'unknown' : 'pass')} <span>${risks === undefined ? 'Nobody wrote down what may go wrong.' : 'Somebody looked, and saw no risk.'}</span></p>\n` : table({ label: 'Risks', columns: ['', 'Risk', 'Likelihood', 'Impact', 'State', 'Owner'].map(column), rows })}
    <h3 id="waivers">Waivers</h3>\n
    ${waivers.length === 0 ? markup`<p class="note">${icon('pass')} <span>None: nothing is let through.</span></p>\n` : waiverTable(waivers)}
    </section>\n`;
}

function waiverTable(waivers: Dossier['waivers']): Html {
  const rows = waivers.map(
    ({ of, suite, reason, owner, approver, expires, ticket }) => markup`
      <tr>
        <th scope="row">${of}<span class="sub">${suite}</span></th>
        <td>${reason}<span class="sub">${ticket}</span></td>
        <td>${owner}</td>
        <td>${approver}</td>
        <td>${expires}</td>
      </tr>`,
  );
  return table({
    label: 'Waivers',
    columns: ['Waives', 'Why', 'Owner', 'Approved by', 'Expires'].map(column),
    rows,
  });
}

function evidenceSection({ dossier, digest }: DossierPage): Html {
  const { runs, digests, detection } = dossier;
  const rows = runs.map(
    (run) => markup`
      <tr>
        <th scope="row"><code>${run.id}</code><span class="sub"><code>${run.digest}</code></span></th>
        <td>${stageOf(run)}</td>
        <td>${run.endedAt === undefined ? dim('never ended') : time(run.endedAt)}</td>
        ${number(String(run.suites))}
        ${number(String(run.checks))}
      </tr>`,
  );
  const ofIt = [
    ['go-no-go.json', digest],
    ['policy', digests.policy],
    ['waivers', digests.waivers],
    ['risks and rollback plan', digests.risks],
    ['detection', digests.detection],
    ['who may decide', digests.approvers],
  ].map(
    ([name = '', value = '']) => markup`<tr><th scope="row">${name}</th><td><code>${value}</code></td></tr>`,
  );
  return markup`
    <section aria-labelledby="evidence">\n
    ${heading('evidence', 'What it stands on')}\n
    ${table({ label: 'Runs', columns: [column('Run and evidence digest'), column('Stage'), column('Ended'), numbers('Suites'), numbers('Checks')], rows })}
    <p class="note">${authorsOf(dossier)}</p>\n
    <h3 id="detection">What this gate was seen to catch</h3>\n
    ${detection === undefined ? markup`<p class="note">${icon('unknown')} <span>Not measured for this commit: ${command('./harness detect')}</span></p>\n` : detectionPart(detection)}
    <h3 id="digests">Digests</h3>\n
    ${table({ label: 'Digests', columns: [column('Of'), column('SHA-256')], rows: ofIt })}
    </section>\n`;
}

function stageOf({ stage, whole, imported }: DossierRun): Html | string {
  if (imported !== undefined) return `imported ${imported}`;
  return markup`${stage ?? 'suites by name'}${whole ? '' : dim(' in part')}`;
}

function authorsOf({ commit = 'unknown', authors, since }: Dossier): string {
  if (authors.length === 0)
    return `Nobody knows who made the commit ${commit}${since === undefined ? '' : ', or one since the last Go'}.`;
  const all = since === undefined ? '' : `, and all since the last Go,`;
  const made = since === undefined ? 'was made' : 'were made';
  return `The commit ${commit}${all} ${made} by ${authors.join(', ')}: who made one does not approve it.`;
}

function detectionPart({ verdict, says, endedAt, areas }: NonNullable<Dossier['detection']>): Html {
  const rows = areas.map(
    ({ area, defects, caught }) =>
      markup`<tr><th scope="row">${area}</th><td class="share-of">${coverageBar(caught, 0, defects - caught)}</td>${number(`${caught} of ${defects}`)}</tr>`,
  );
  return markup`
    <p class="note">${icon(verdict)} <span>${says}. ${dim(`Of the same commit, ${sayTime(endedAt)}`)}</span></p>\n
    ${table({ label: 'Planted defects by area', columns: [column('Area'), column(''), numbers('Caught')], rows })}`;
}

/** Every requirement, and of its aspects what is not shown, by name. */
function detailsSection({ domains, suites }: Dossier): Html {
  const failed = suites.filter(({ verdict }) => verdict !== 'pass');
  return markup`
    <section class="details" aria-labelledby="details">\n
    ${heading('details', 'In detail', `${count(suites.length, 'suite')}${failed.length === 0 ? ', all passed' : `, ${failed.length} did not pass`}`)}\n
    ${failed.length === 0 ? '' : table({ label: 'Suites that did not pass', columns: ['Suite', 'Verdict', 'Run'].map(column), rows: failed.map(({ name, verdict, run }) => markup`<tr><th scope="row">${name}</th><td>${badge(verdict)}</td><td><code>${run}</code></td></tr>`) })}
    ${domains.map(domainPart)}
    </section>\n`;
}

function domainPart({ id, title, requirements }: DossierDomain): Html {
  return markup`
    <h3 id="in-${id}">${title}</h3>\n
    ${table({
      label: title,
      columns: [column('Requirement'), numbers('Shown'), column('Not shown'), column('Shown by')],
      rows: requirements.map(requirementRow),
    })}`;
}

function requirementRow({ id, sentence: says, aspects }: DossierDomain['requirements'][number]): Html {
  const applicable = aspects.filter(({ state }) => state !== 'not-applicable');
  const shown = applicable.filter(({ state }) => state === 'proven');
  const suites = [...new Set(shown.flatMap((one) => one.suites))];
  const open = applicable.filter(({ state }) => state !== 'proven');
  return markup`
    <tr id="${id}">
      <th scope="row"><span class="code">${id}</span><span class="sub">${says}</span></th>
      ${number(applicable.length === 0 ? 'not applicable' : `${shown.length} of ${applicable.length}`)}
      <td>${joined(open.map(openAspect), ' ')}</td>
      <td class="by">${suites.length === 0 ? (shown.length > 0 ? 'the evidence itself' : '') : suites.join(', ')}</td>
    </tr>`;
}

function openAspect({ reference, state, demanded, says, why }: DossierAspect): Html {
  const name = reference.split('/').slice(1).join('/') || 'all of it';
  const told = why === undefined ? says : `${says} ${why}`;
  return markup`<span class="open-aspect ${tone(state)}${demanded ? '' : ' optional'}" title="${told}">${name}${state === 'unproven' ? '' : ` ${state}`}</span>`;
}
