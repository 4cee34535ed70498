import { expect, it } from 'vitest';
import { diffOf, mutantsOf, mutated } from './mutant.ts';

const TEXT = 'const a = 1;\nconst b = a + a;\n';
const at = (start: number, end: number, replacement: string) => ({ start, end, replacement, mutator: 'M' });
const [first, second] = mutantsOf('x.ts', TEXT, [at(23, 24, '0'), at(27, 28, '0')], false);

it('changes one place and no other, and shows it', () => {
  if (first === undefined || second === undefined) throw new Error('no mutants');
  expect(mutated(TEXT, first)).toBe('const a = 1;\nconst b = 0 + a;\n');
  expect(diffOf(TEXT, second)).toBe('x.ts:2\n- const b = a + a;\n+ const b = a + 0;');
});

it('tells two places that read the same, and knows each again when lines were added before', () => {
  expect(first?.id).not.toBe(second?.id);
  const later = mutantsOf('x.ts', `// new\n${TEXT}`, [at(30, 31, '0'), at(34, 35, '0')], false);
  expect(later.map(({ id }) => id)).toEqual([first?.id, second?.id]);
});

it('leaves out what changes nothing, and the same change found twice', () => {
  expect(mutantsOf('x.ts', TEXT, [at(23, 24, 'a'), at(23, 24, '0'), at(23, 24, '0')], false)).toHaveLength(1);
});

it('refuses a text in which the place reads otherwise', () => {
  if (first === undefined) throw new Error('no mutant');
  expect(() => mutated('something else', first)).toThrow(/x\.ts does not read as mutant/);
});
