import { printable } from '../../kernel/printable.ts';
import { caseGroups, type Case, type CaseGroup } from '../model/cases.ts';
import type { RunReport } from '../model/run-report.ts';
import { element, type Attributes } from './xml.ts';

/**
 * The run as JUnit XML: a suite is a `testsuite`; its checks and its limits are `testcase`s. What is unknown is an `<error>`,
 * so that a CI that reads only this file shows red.
 */
export function junitOf(model: RunReport): string {
  const groups = caseGroups(model);
  const total = totals(groups.flatMap((group) => group.cases));
  const attributes = { name: model.run.facts.id, ...total, time: seconds(model.durationMs ?? 0) };
  const body = groups.map((group) => suiteElement(group, model.run.facts.startedAt));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, body)}\n`;
}

const ELEMENTS = {
  passed: undefined,
  failed: 'failure',
  unknown: 'error',
  skipped: 'skipped',
  waived: 'skipped',
} as const;

function totals(cases: readonly Case[]): Attributes {
  const of = (name: string) => cases.filter((one) => ELEMENTS[one.outcome] === name).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
}

function suiteElement({ name, suite, cases }: CaseGroup, runStarted: string): string {
  const timestamp = (suite?.evidence?.startedAt ?? runStarted).replace(/(\.\d+)?Z$/, '');
  const time = seconds(suite?.durationMs ?? 0);
  const children = cases.map((one) => caseElement(one, name));
  return element('testsuite', { name, ...totals(cases), time, timestamp }, children);
}

function caseElement({ name, outcome, message, text, durationMs }: Case, classname: string): string {
  const attributes = { classname, name: printable(name), time: seconds(durationMs) };
  const inner = ELEMENTS[outcome];
  if (inner === undefined) return element('testcase', attributes, []);
  const body = inner === 'skipped' ? undefined : text;
  return element('testcase', attributes, [element(inner, { message: message ?? outcome }, [], body)]);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
