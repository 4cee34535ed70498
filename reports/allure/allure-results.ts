import { createHash } from 'node:crypto';
import { Stage, Status, type Label, type TestResult } from 'allure-js-commons';
import { printable, printableLines } from '../../kernel/printable.ts';
import { filesOf, filesOfCheck } from '../model/artifacts.ts';
import type { Case, CaseGroup } from '../model/cases.ts';
import { joined, markup } from '../drawing/html.ts';
import type { RunReport } from '../model/run-report.ts';
import type { SuiteRow } from '../model/suite-row.ts';

const STATUS: Readonly<Record<Case['outcome'], Status>> = {
  passed: Status.PASSED,
  failed: Status.FAILED,
  unknown: Status.BROKEN,
  skipped: Status.SKIPPED,
  waived: Status.SKIPPED,
};

/** One case as an Allure result. `href` turns a path of the evidence into a link that opens from the report. */
export function resultOf(
  one: Case,
  group: CaseGroup,
  model: RunReport,
  href: (path: string) => string,
): TestResult {
  const { environment, startedAt } = model.run.facts;
  const id = hash(`${environment.name}\n${group.name}\n${one.name}`);
  const start = Date.parse(group.suite?.evidence?.startedAt ?? startedAt);
  return {
    uuid: hash(`${model.run.facts.id}\n${id}`),
    historyId: id,
    testCaseId: id,
    fullName: printable(`${group.name}: ${one.name}`),
    name: printable(titleOf(one)),
    status: STATUS[one.outcome],
    statusDetails: {
      ...(one.message !== undefined && { message: printableLines(one.message) }),
      ...(one.text !== undefined && { trace: printableLines(one.text) }),
    },
    stage: Stage.FINISHED,
    start,
    // Its page understands whole milliseconds only.
    stop: start + Math.round(one.durationMs),
    labels: [...labelsOf(group, fileOf(one)), ...tagsOf(one)],
    links: [],
    ...(group.suite && { descriptionHtml: evidenceOf(one, group.suite, href) }),
    steps: [],
    attachments: [],
    parameters: [],
  };
}

/** What places a result in the tree and names who answers for it: the same for every tool. */
export function labelsOf({ name, suite }: CaseGroup, file: string | undefined): readonly Label[] {
  const labels: Readonly<Record<string, string | undefined>> = {
    parentSuite: suite?.kind ?? 'gate',
    suite: name,
    subSuite: file,
    owner: suite?.owner,
    framework: suite?.engine,
  };
  return Object.entries(labels).flatMap(([label, value]) =>
    value === undefined ? [] : [{ name: label, value: printable(value) }],
  );
}

function tagsOf({ proves, outcome, kind }: Case): readonly Label[] {
  const tags = [
    ...proves,
    ...(outcome === 'waived' ? ['waived'] : []),
    ...(kind === 'limit' ? ['limit'] : []),
  ];
  return tags.map((value) => ({ name: 'tag', value }));
}

/** A check id reads `file › title`. */
function fileOf({ kind, name }: Case): string | undefined {
  const end = name.indexOf(' › ');
  return kind === 'check' && end > 0 ? name.slice(0, end) : undefined;
}

function titleOf(one: Case): string {
  const file = fileOf(one);
  return file === undefined ? one.name : one.name.slice(file.length + ' › '.length);
}

/** Allure drops links whose address is relative; in a description they stay. */
function evidenceOf({ kind, name }: Case, suite: SuiteRow, href: (path: string) => string): string {
  const own = kind === 'check' ? filesOfCheck(suite, name) : [];
  const files = own.length > 0 ? own : filesOf(suite).slice(0, 1);
  const links = files.map(
    ({ path }) => markup`<a href="${href(path)}">${path.split('/').at(-1) ?? path}</a>`,
  );
  const said = links.length === 0 ? 'none' : joined(links, ', ');
  return markup`<p>${suite.title}</p><p>Evidence: ${said}</p>`.toString();
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
