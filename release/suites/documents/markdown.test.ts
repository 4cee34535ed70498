import { expect, test } from 'vitest';
import { sectionOf, stepsIn, tableIn } from './markdown.ts';

const TEXT = `# Title

## One

1. Do \`this\`.
2. Do that.

Verify: it is done.

## Two

| code  | solution |
| ----- | -------- |
| \`A\` | Wait.    |
| \`B\` | Ask.     |

No table.
| \`C\` | Not a row. |
`;

test('a table is found by its titles, and ends where it ends', () => {
  expect(tableIn(TEXT, ['code', 'solution'])).toEqual([
    ['A', 'Wait.'],
    ['B', 'Ask.'],
  ]);
  expect(tableIn(TEXT, ['code'])).toEqual([]);
});

test('a section ends where the next one begins, and has steps', () => {
  const section = sectionOf(TEXT, 'One') ?? '';
  expect(section).not.toContain('| code');
  expect(stepsIn(section)).toEqual(['Do `this`.', 'Do that.']);
  expect(section).toContain('Verify: it is done.');
  expect(sectionOf(TEXT, 'Three')).toBeUndefined();
});
