import { expect, test } from 'vitest';
import { InfraError } from '../../../kernel/errors.ts';
import { ALL } from './rules/all.ts';
import { EXAMPLES, exampleName, mustBeAwake, resultOf, type Match } from './semgrep-run.ts';

// Recorded of semgrep 1.182.0, shortened.
const MATCH = {
  check_id: 'tmp.work.rules.weak-hash',
  path: './src/a.ts',
  ...{ start: { line: 2, col: 43, offset: 85 }, end: { line: 3, col: 61, offset: 103 } },
  extra: { message: '…', severity: 'ERROR', fingerprint: 'requires login', lines: 'requires login' },
};
const PARTIAL = {
  ...{ code: 3, level: 'warn', path: './src/b.ts' },
  type: ['PartialParsing', [{ path: './src/b.ts', start: { line: 2 }, end: { line: 3 } }]],
  message: 'Syntax error at line ./src/b.ts:2:\n `function f( {` was unexpected',
};
const BROKEN_RULE = {
  ...{ code: 2, level: 'error', type: 'Rule parse error', rule_id: 'rules.weak-hash' },
  message: 'Rule parse error in rule rules.weak-hash:\n Invalid pattern for TypeScript',
};
const TIMEOUT = {
  code: 2,
  level: 'warn',
  type: 'Timeout',
  message: 'Timeout when running weak-hash',
  path: 'a.ts',
};
const report = (more: object = {}) =>
  JSON.stringify({
    ...{ version: '1.182.0', results: [MATCH], errors: [PARTIAL], skipped_rules: [] },
    ...{ paths: { scanned: ['./src/a.ts', './src/b.ts'] }, ...more },
  });
const ended = (out: string, code: number | null = 0) => ({ code, out, err: '' });

test('tells what was found, where, and which files it could read in part only', () => {
  const { matches, scanned, partly } = resultOf(ended(report()));
  expect(matches).toEqual([{ rule: 'weak-hash', path: 'src/a.ts', line: 2, lastLine: 3 }]);
  expect([...scanned]).toEqual(['src/a.ts', 'src/b.ts']);
  expect([...partly]).toEqual([['src/b.ts', 'Syntax error at line ./src/b.ts:2:']]);
});

test.each([
  ['a rule that cannot be read', ended(report({ errors: [BROKEN_RULE] }), 0)],
  ['a rule that took too long for a file', ended(report({ errors: [TIMEOUT] }))],
  ['rules that were left out', ended(report({ skipped_rules: [{ rule_id: 'weak-hash' }] }))],
  ['an exit code of its own', ended(report(), 7)],
  ['a kill', ended('', null)],
  ['words that are no JSON', ended('No findings')],
])('%s tells nothing', (_, said) => {
  expect(() => resultOf(said)).toThrow(InfraError);
});

test('each rule must find each bad example, and none of the good ones', () => {
  const met = ALL.flatMap(({ id, bad }) =>
    bad.map((text, index): Match => ({
      ...{ rule: id, line: 1, lastLine: 1 },
      path: `${EXAMPLES}/${id}/${exampleName('bad', index, text)}`,
    })),
  );
  const result = (matches: readonly Match[]) => ({
    matches,
    scanned: new Set<string>(),
    partly: new Map<string, string>(),
  });
  mustBeAwake(ALL, result(met));
  const [first, ...others] = met as [Match, ...Match[]];
  expect(() => mustBeAwake(ALL, result(others))).toThrow(`${first.rule} misses its bad example 1`);
  const good = { ...first, path: `${EXAMPLES}/${first.rule}/good-0.ts` };
  expect(() => mustBeAwake(ALL, result([...met, good]))).toThrow(`${first.rule} finds its good example 1`);
  expect(() => mustBeAwake([], result(met))).toThrow(/no rule/);
});

test('no two rules have one name, and each says all that a finding needs', () => {
  expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
  for (const rule of ALL)
    expect(rule).toMatchObject({
      id: expect.stringMatching(/^[a-z-]+$/) as string,
      owasp: expect.stringMatching(/^A\d\d:2021$/) as string,
    });
});
