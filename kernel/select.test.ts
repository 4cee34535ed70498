import { describe, expect, it } from 'vitest';
import type { Found } from './discover.ts';
import { ConfigError } from './errors.ts';
import { select, type Selection } from './select.ts';
import type { Suite } from './suite.ts';
import { sampleKind, sampleSuite } from './testing/samples.ts';

const found = (overrides: Partial<Suite>): Found<Suite> => {
  const value = { ...sampleSuite(), ...overrides };
  return { value, file: `${value.name}.suite.ts`, folder: '/' };
};
const ALL = [
  found({ name: 'e2e/login', stages: ['smoke', 'pr'], tags: ['fast'] }),
  found({ name: 'load/smoke', stages: ['smoke'], tags: [] }),
  found({ name: 'load/soak', stages: ['soak'], tags: ['long'] }),
];
const FROM = {
  kinds: ['e2e', 'load'].map((name) => ({
    value: sampleKind(name),
    file: '',
    folder: '/',
  })),
  suites: ALL,
};
const names = (selection: Partial<Selection>) =>
  select(FROM, { names: [], tags: [], ...selection }).suites.map((one) => one.value.name);

describe('select', () => {
  it.each<[string, Partial<Selection>, string[]]>([
    ['everything without a word', {}, ['e2e/login', 'load/smoke', 'load/soak']],
    ['a kind', { names: ['load'] }, ['load/smoke', 'load/soak']],
    ['an exact name', { names: ['load/soak'] }, ['load/soak']],
    ['a pattern', { names: ['load/s*k*'] }, ['load/smoke', 'load/soak']],
    ['a pattern over kinds', { names: ['*/smoke'] }, ['load/smoke']],
    ['a pattern of kinds', { names: ['l*'] }, ['load/smoke', 'load/soak']],
    ['a stage', { stage: 'smoke' }, ['e2e/login', 'load/smoke']],
    ['a kind within a stage', { names: ['load'], stage: 'smoke' }, ['load/smoke']],
    ['a tag', { tags: ['fast'] }, ['e2e/login']],
  ])('takes %s', (_, selection, expected) => {
    expect(names(selection)).toEqual(expected);
  });

  it('takes the stages that it is told for those that there are, else those that suites name', () => {
    expect(() => names({ stage: 'canary' })).toThrow(/--stage: got "canary"; known: smoke/);
    expect(() => names({ stage: 'canary', stages: ['canary'] })).toThrow('nothing matches the selection');
    const own = { ...FROM, suites: [found({ stages: ['canary'] })] };
    expect(select(own, { names: [], tags: [], stage: 'canary' }).suites).toHaveLength(1);
  });

  it('says of each suite that it left out why', () => {
    const { skipped } = select(FROM, { names: [], stage: 'smoke', tags: [] });
    expect(skipped).toEqual([{ name: 'load/soak', reason: 'not in stage smoke; its stages: soak' }]);
  });

  it('lists every unknown word at once, with what is known', () => {
    const wrong = () => select(FROM, { names: ['lod'], stage: 'nigthly', tags: ['quick'] });
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow(/nigthly.*smoke[\s\S]*"lod"[\s\S]*quick.*fast, long/);
  });

  it('says of a name that nothing has which are near it, not all, and how to see all', () => {
    const wrong = (name: string) => () => select(FROM, { names: [name], tags: [] });
    expect(wrong('load/smok')).toThrow(
      '"load/smok" is neither a kind (e2e, load) nor a suite nor a file; near it: load/smoke, load/soak, load; ./harness list shows every suite',
    );
    expect(wrong('zzz')).toThrow(/nor a file; \.\/harness list shows every suite, and a path starts/);
  });

  it('refuses a pattern that nothing is called by; dots and the like mean themselves', () => {
    const wrong = (name: string) => () => select(FROM, { names: [name], tags: [] });
    expect(wrong('e2e/x*')).toThrow('"e2e/x*" is the name of no kind and no suite');
    expect(wrong('e2.*')).toThrow('is the name of no kind and no suite');
    expect(wrong('*smoke')).toThrow('is the name of no kind and no suite');
  });

  it('says of a kind without a suite that it has none', () => {
    const kinds = [...FROM.kinds, { value: sampleKind('release'), file: '', folder: '/' }];
    expect(() => select({ ...FROM, kinds }, { names: ['load', 'release'], tags: [] })).toThrow(
      /^release: this kind has no suite yet; the first would be release\/suites\/<name>\/<name>\.suite\.ts$/,
    );
  });

  it('explains why nothing is left', () => {
    expect(() => names({ names: ['e2e/login'], stage: 'soak' })).toThrow(/e2e\/login: not in stage soak/);
  });

  it('says that there is no suite at all, and where one goes', () => {
    expect(() => select({ ...FROM, suites: [] }, { names: [], tags: [], stage: 'pr' })).toThrow(
      'nothing matches the selection, for there is no suite; write one: <kind>/suites/<name>/<name>.suite.ts',
    );
  });
});
