import { type Scan, scanSchema } from '../../../kernel/scan-evidence.ts';
import { eventsNamed } from '../../../kernel/suite-events.ts';
import { column, table } from '../../drawing/fragments.ts';
import { type Html, known, markup } from '../../drawing/html.ts';
import { sayNumber } from '../../format.ts';
import { LEVELS, type FindingRow } from '../../model/security-findings.ts';
import type { SuiteRow } from '../../model/suite-row.ts';
import { failures } from '../failures.ts';

/** So much of what was not looked at is shown; evidence has the rest. */
const SHOWN = 8;

/** How grave what was found is and how much was looked at, then each finding. */
export function securityView(suite: SuiteRow): Html {
  const { rows, counts, waived, fixed } = suite.findings;
  const levels = LEVELS.map((level) => {
    const some = counts[level] > 0 ? ' some' : '';
    const aside = waived[level] > 0 ? `, ${waived[level]} waived` : '';
    return markup`
      <span class="level level-${level}${some}"><strong>${counts[level]}</strong> ${level}${aside}</span>`;
  });
  const gone = known(
    fixed,
    (some) => markup`<span class="level"><strong>${some}</strong> gone since the last run</span>`,
  );
  return markup`
    ${isScan(suite) ? markup`<p class="levels">${levels} ${examined(suite)} ${gone}</p>\n` : ''}
    ${scansTable(suite)}
    ${failures(suite)}
    ${rows.length === 0 ? '' : findingsTable(suite.name, rows)}`;
}

/** Whether it looked for findings, and came to tell: of a suite of tests, and of a scanner that did not run, "0 critical" would be no news. */
function isScan({ evidence, findings }: SuiteRow): boolean {
  const metrics = evidence?.metrics ?? [];
  return findings.rows.length > 0 || metrics.some(({ name }) => name.startsWith('findings.'));
}

/** What a scanner looked at. */
function examined({ evidence }: SuiteRow): readonly Html[] {
  return (evidence?.metrics ?? [])
    .filter(({ name }) => /(^findings\.examined$)|(reached|crawled|covered|examined)$/.test(name))
    .map(
      ({ name, value, unit }) =>
        markup`<span class="level"><strong>${sayNumber(value)}</strong> ${sayExamined(name, unit)}</span>`,
    );
}

function sayExamined(name: string, unit: string): string {
  const verb = name.split('.').at(-1) ?? 'examined';
  return unit === '' || unit === 'count' ? name.replaceAll('.', ' ') : `${unit} ${verb}`;
}

/** Of scanners of files: what each was, how much of what there is it looked at, and how it showed that it sees. */
function scansTable({ name, evidence }: SuiteRow): Html | '' {
  const scans = eventsNamed(evidence, 'scan').flatMap(
    ({ detail }) => scanSchema.safeParse(detail).data ?? [],
  );
  if (scans.length === 0) return '';
  return table({
    label: `What ${name} looked at`,
    caption: 'Looked at',
    kind: 'data findings',
    columns: ['Engine', 'What', 'Looked at', 'There was', 'Found what was planted'].map(column),
    rows: scans.map(scanRow),
  });
}

function scanRow({
  engine,
  version,
  rules,
  subject,
  unit,
  lookedAt,
  thereWas,
  passedOver,
  canary,
}: Scan): Html {
  const left =
    passedOver.length === 0
      ? ''
      : markup`<span class="sub">not: ${passedOver.slice(0, SHOWN).join('; ')}</span>`;
  return markup`
    <tr>
      <th scope="row">${engine} ${version}<span class="sub">${rules}</span></th>
      <td>${subject}</td>
      <td>${sayNumber(lookedAt)} ${unit}</td>
      <td>${sayNumber(thereWas)} ${unit}${left}</td>
      <td>${canary}</td>
    </tr>`;
}

function findingsTable(suite: string, findings: readonly FindingRow[]): Html {
  return table({
    label: `Findings of ${suite}`,
    caption: 'Findings',
    kind: 'data findings',
    columns: ['Severity', 'Finding', 'Where', 'Rule'].map(column),
    rows: findings.map(findingRow),
  });
}

function findingRow({ level, severity, state, since, title, fix, where, rule, cwe }: FindingRow): Html {
  return markup`
    <tr>
      <td>
        <span class="severity level-${level}">${severity.toFixed(1)} ${level}</span>${' '}
        <span class="tag">${state}</span>
        ${known(since, (first) => markup`<span class="sub">since ${first.slice(0, 10)}</span>`)}
      </td>
      <th scope="row">${title}<span class="sub">${fix}</span></th>
      <td class="break">${where}</td>
      <td>${rule}${known(cwe, (number) => markup`<span class="sub">CWE-${number}</span>`)}</td>
    </tr>`;
}
