import Builder from 'fast-xml-builder';
import { printable, printableLines } from '../../kernel/printable.ts';
import { caseGroups, type Case, type CaseGroup } from '../model/cases.ts';
import type { RunReport } from '../model/run-report.ts';

/** What is not printable is shown by its escape: XML has no way to say it. An attribute is one line: parsers make it one. */
const builder = new Builder({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  format: true,
  indentBy: '',
  attributeValueProcessor: (_name, value) => printable(String(value)),
  tagValueProcessor: (_name, value) => printableLines(String(value)),
});

/**
 * The run as JUnit XML: a suite is a `testsuite`; its checks and its limits are `testcase`s. What is unknown is an `<error>`,
 * so that a CI that reads only this file shows red. Of a rehearsal name and properties say so.
 */
export function junitOf(model: RunReport): string {
  const groups = caseGroups(model);
  const isRehearsal = model.policy.rehearsal === true;
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': `${model.run.facts.id}${isRehearsal ? ' (rehearsal: nobody may release on it)' : ''}`,
      ...totals(groups.flatMap((group) => group.cases)),
      '@time': seconds(model.durationMs ?? 0),
      testsuite: groups.map((group) => suiteElement(group, model.run.facts.startedAt, isRehearsal)),
    },
  });
}

const ELEMENTS = {
  passed: undefined,
  failed: 'failure',
  unknown: 'error',
  skipped: 'skipped',
  waived: 'skipped',
} as const;

function totals(cases: readonly Case[]): object {
  const of = (name: string) => cases.filter((one) => ELEMENTS[one.outcome] === name).length;
  return {
    '@tests': cases.length,
    '@failures': of('failure'),
    '@errors': of('error'),
    '@skipped': of('skipped'),
  };
}

function suiteElement({ name, suite, cases }: CaseGroup, runStarted: string, isRehearsal: boolean): object {
  return {
    '@name': name,
    ...totals(cases),
    '@time': seconds(suite?.durationMs ?? 0),
    '@timestamp': (suite?.evidence?.startedAt ?? runStarted).replace(/(\.\d+)?Z$/, ''),
    ...propertiesOf(suite, isRehearsal),
    testcase: cases.map((one) => caseElement(one, name)),
  };
}

/** What JUnit has no word for. */
function propertiesOf(suite: CaseGroup['suite'], isRehearsal: boolean): object {
  const { firstFailures = [], quarantined = [] } = suite ?? {};
  const told: readonly (readonly [string, string])[] = [
    ...(isRehearsal ? [['rehearsal', 'true'] as const] : []),
    ...(firstFailures.length > 0 ? [['first-attempt-failures', String(firstFailures.length)] as const] : []),
    ...firstFailures.map((id) => ['first-attempt-failure', id] as const),
    ...quarantined.map((id) => ['quarantined', id] as const),
  ];
  if (told.length === 0) return {};
  return { properties: { property: told.map(([name, value]) => ({ '@name': name, '@value': value })) } };
}

function caseElement(
  { name, outcome, message = outcome, text, durationMs }: Case,
  classname: string,
): object {
  const attributes = { '@classname': classname, '@name': name, '@time': seconds(durationMs) };
  const inner = ELEMENTS[outcome];
  if (inner === undefined) return attributes;
  const body = inner === 'skipped' || text === undefined ? {} : { '#text': text };
  return { ...attributes, [inner]: { '@message': message, ...body } };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
