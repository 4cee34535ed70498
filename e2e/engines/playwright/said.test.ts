import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { InfraError, SuiteError } from '../../../kernel/errors.ts';
import { requireTests, saidIn } from './said.ts';

let folder: string;
let inbox: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'said-'));
  inbox = join(folder, 'inbox.ndjson');
  return () => rmSync(folder, { recursive: true });
});

const event = (name: string, detail = {}) => ({ type: 'event', data: { name, detail } });
const check = (outcome: string) => ({ type: 'check', data: { id: 'a › b', outcome, durationMs: 1 } });
const begin = event('tests.begin');
const end = event('tests.end', { status: 'passed' });
const trouble = (cause: string, message: string) => event('tests.trouble', { cause, message });

function say(...events: object[]): void {
  for (const one of events) appendFileSync(inbox, `${JSON.stringify(one)}\n`);
}
const judge = () => requireTests('Tool', saidIn(inbox), 'its last words');

test('is content when a test was executed to its end, also when it failed', () => {
  say(begin, check('skipped'), check('failed'), end);
  expect(judge).not.toThrow();
});

test.each([
  ['nothing was told', [], SuiteError, /before it told of any test[^]*its last words/],
  ['it died in the middle', [begin, check('passed')], SuiteError, /died in the middle[^]*its last words/],
  ['it was interrupted', [begin, event('tests.end', { status: 'interrupted' })], SuiteError, /interrupted/],
  ['there was no test', [begin, end], SuiteError, /found no test[^]*its last words/],
  ['all were skipped', [begin, check('skipped'), end], SuiteError, /all 1 tests were skipped[^]*a › b/],
  [
    'the suite broke',
    [begin, check('passed'), trouble('suite', 'no config'), end],
    SuiteError,
    /^no config$/,
  ],
  [
    'the surroundings broke',
    [begin, trouble('infra', 'no browser'), trouble('suite', 'x'), end],
    InfraError,
    /no browser/,
  ],
])('cannot tell when %s', (_case, events, kind, message) => {
  say(...events);
  expect(judge).toThrow(kind);
  expect(judge).toThrow(message);
});

test('leaves out what others said before, and a line that is not finished', () => {
  say(check('passed'));
  const skip = statSync(inbox).size;
  say(check('failed'));
  appendFileSync(inbox, '{"type":"check","da');
  expect(saidIn(inbox, skip).checks.map(({ outcome }) => outcome)).toEqual(['failed']);
});
