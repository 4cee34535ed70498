import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HOSTILE, HOSTILE_NAME } from '../../kernel/testing/hostile.ts';
import { shown } from './output.ts';

test.each(HOSTILE.filter(([, character]) => character !== '\n' && character !== '\t'))(
  '%s reaches no terminal, with colours or without',
  (_name, character) => {
    for (const colour of [true, false]) expect(shown(`a ${character} b`, colour)).not.toContain(character);
  },
);

test('only colours go through, and only where there are any', () => {
  const text = '\u001b[31mred\u001b[39m \u001b[2J\u001b]0;title\u0007';
  expect(shown(text, true)).toBe('\u001b[31mred\u001b[39m \\u001b[2J\\u001b]0;title\\u0007');
  expect(shown(text, false)).not.toContain('\u001b');
});

test.each([
  '::error::x',
  '  ::add-mask::x',
  '\u00a0\u3000::error::x',
  'a\n::error::x',
  '##[error]x',
  'a ##vso[x]y',
  '##teamcity[x]',
])('%j is no command to a CI', (text) => expect(shown(text, false)).not.toMatch(/^\s*::|##\w*\[/m));

test('what only looks like one stays', () => {
  const text = 'std::vector ::\n## heading\n#[derive]';
  expect(shown(text, false)).toBe(text);
});

test('JSON says the same afterwards', () => {
  const value = { [HOSTILE_NAME]: HOSTILE_NAME };
  expect(JSON.parse(shown(JSON.stringify(value), false))).toEqual(value);
  expect(JSON.parse(shown(JSON.stringify(value, undefined, 2), false))).toEqual(value);
});

test.runIf(existsSync('/dev/full'))('what is printed to a full disk is not said to have gone well', () => {
  const script = `import('${import.meta.dirname}/output.ts').then(({ guardOutput }) => { guardOutput(); console.log('{}'); })`;
  const command = `exec '${process.execPath}' -e "${script}" > /dev/full`;
  const { status, stderr } = spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
  expect(stderr).toMatch(/output was lost: ENOSPC.* Fix: /);
  expect(status).toBe(2);
});
