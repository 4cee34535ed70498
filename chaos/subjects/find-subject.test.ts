import { expect, test } from 'vitest';
import { targetForTest } from '../../fixtures/testing/suite-run.ts';
import { InfraError, SuiteError } from '../../kernel/errors.ts';
import { findSubject } from './find-subject.ts';

const answering = { listen: '127.0.0.1:5432', protocol: 'postgres' } as const;
const link = { ...answering, proxy: 'p', control: 'http://127.0.0.1:8474' };
const process = { ...answering, pid: 7, startedAt: '9' };
const target = {
  ...targetForTest(),
  linksUnavailable: undefined,
  links: { 'api-postgres': link },
  processes: { postgres: process },
};

test('the running target says what a name stands for', () => {
  expect(findSubject(target, { kind: 'link', name: 'api-postgres' })).toMatchObject({
    kind: 'link',
    on: link,
  });
  expect(findSubject(target, { kind: 'process', name: 'postgres' })).toMatchObject({ on: process });
});

test.each([
  ['link', 'api-mars', 'unknown link "api-mars" of target test; known: api-postgres. Fix:'],
  ['process', 'api-postgres', 'unknown process "api-postgres" of target test; known: postgres. Fix:'],
  ['network', 'lan', 'unknown network "lan" of target test; known: none. Fix:'],
] as const)('an unknown %s is refused with the known ones', (kind, name, said) => {
  expect(() => findSubject(target, { kind, name })).toThrow(said);
  expect(() => findSubject(target, { kind, name })).toThrow(SuiteError);
});

test('a target without links says why; its processes can be disturbed all the same', () => {
  const without = { ...target, links: {}, linksUnavailable: { what: 'no Toxiproxy.', fix: 'install it' } };
  expect(() => findSubject(without, { kind: 'link', name: 'api-postgres' })).toThrow(InfraError);
  expect(findSubject(without, { kind: 'process', name: 'postgres' }).name).toBe('postgres');
});
