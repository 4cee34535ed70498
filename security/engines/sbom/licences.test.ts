import { expect, it, test } from 'vitest';
import { parseLockfile } from '../../source/lockfile.ts';
import { LOCKFILE } from '../../source/testing/lockfile.ts';
import { changesBetween } from './changes.ts';
import { licenceFindings } from './licence-findings.ts';
import { type Exception, isAllowed } from './licences.ts';

test.each([
  ['MIT', true],
  ['GPL-3.0-only', false],
  ['(MIT OR GPL-3.0-only)', true],
  ['(MIT AND GPL-3.0-only)', false],
  ['(MIT AND (GPL-3.0-only OR ISC))', true],
  ['SEE LICENSE IN x', false],
  ['mit', false],
])('%s: %s', (expression, allowed) => {
  expect(isAllowed(expression, ['MIT', 'ISC'])).toBe(allowed);
});

const subject = { name: 'source', folder: '/x', isProduct: true } as const;
const lock = parseLockfile('package-lock.json', JSON.stringify(LOCKFILE));

it('a package of another licence is a finding, unless it is excepted with that licence', () => {
  const rules = { allowed: ['MIT', 'ISC'], exceptions: [] };
  const named = licenceFindings(subject, lock, rules, new Set()).map(({ mark }) => mark);
  expect(named).toEqual(['d SEE LICENSE IN d.txt']);
  const because = { package: 'd', reason: 'read', reviewer: 'me' };
  const met = new Set<Exception>();
  const excepting = (licence: string) => ({ ...rules, exceptions: [{ ...because, licence }] });
  expect(licenceFindings(subject, lock, excepting('SEE LICENSE IN d.txt'), met)).toEqual([]);
  expect([...met].map((one) => one.package)).toEqual(['d']);
  expect(licenceFindings(subject, lock, excepting('MIT'), met)).toHaveLength(1);
});

it('tells what came and what went since an earlier lockfile', () => {
  const packages = { ...LOCKFILE.packages, 'node_modules/b': { version: '2.1.0' } };
  const now = parseLockfile('package-lock.json', JSON.stringify({ ...LOCKFILE, packages }));
  expect(changesBetween('v1', lock, now)).toEqual({ since: 'v1', added: ['b@2.1.0'], removed: ['b@2.0.0'] });
});
