import { expect, test } from 'vitest';
import { printable, printableJson, printableLines, quoted } from './printable.ts';
import { HOSTILE } from './testing/hostile.ts';

test.each(HOSTILE)('%s is shown by a visible escape, once', (_name, character) => {
  const shown = printable(`a${character}b`);
  expect(shown).toMatch(/^a(\\[nrtbf]|\\u[0-9a-f]{4})+b$/);
  expect(printable(shown)).toBe(shown);
});

test.each(HOSTILE)('%s comes back from a literal and from JSON as it was', (_name, character) => {
  const text = `it's \\ a${character}b`;
  const literal = quoted(text);
  expect(printable(literal)).toBe(literal);
  const json = literal.slice(1, -1).replaceAll(String.raw`\'`, "'");
  expect(JSON.parse(`"${json}"`)).toBe(text);
  expect(JSON.parse(printableJson({ text }))).toEqual({ text });
  expect(printableJson({ text })).not.toContain(character);
});

test('what people write stays: accents, other scripts, emoji with their variation', () => {
  const text = 'é ß 漢字 עברית العربية ✔️ 😀 › a\u00a0b';
  expect(printable(text)).toBe(text);
});

test('lines stay lines, whoever ended them', () =>
  expect(printableLines('a\r\nb\n\tc\rd\u2028e')).toBe('a\nb\n\tc\\rd\\u2028e'));
