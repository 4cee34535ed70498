import { expect, it } from 'vitest';
import { overlap, REFERENCE, referencesIn, withoutReferences } from './reference.ts';

it.each([
  ['signs in @FUN-01', ['FUN-01']],
  ['@FUN-09/5xx, @FUN-09/offline', ['FUN-09/5xx', 'FUN-09/offline']],
  ['holds @RES-01/latency/api-postgres.', ['RES-01/latency/api-postgres']],
  ['mistyped @FUN-09/5XX and @FUN-09/', ['FUN-09/5XX', 'FUN-09/']],
  ['FUN-01 without a sign, a@FUN-01, @FUN, @FUN-x, @F-1', []],
  ["a project's own @SHOP-123/card and @A1-7", ['SHOP-123/card', 'A1-7']],
  ['@FUN-9 @fun-09/x @Fun_012 @FUN-01_x', ['FUN-9', 'fun-09/x', 'Fun_012', 'FUN-01_x']],
])('in "%s" %j is referred to', (text, references) => expect(referencesIn([text])).toEqual(references));

it('is a reference only in the way that the catalogue writes it', () => {
  for (const good of ['FUN-01', 'SHOP-123/card', 'A1-7', 'FUN-09/5xx', 'RES-01/slow-close/web-api'])
    expect(good).toMatch(REFERENCE);
  for (const bad of ['FUN-09/5XX', 'FUN-09/', 'fun-09', '@FUN-09', 'FUN-09/-x'])
    expect(bad).not.toMatch(REFERENCE);
});

it('is taken out of titles', () =>
  expect(withoutReferences('a file @FUN-02/type is refused @FUN-09, @fun-9')).toBe(
    'a file is refused, @fun-9',
  ));

it('leaves no gap where it stood first', () => expect(withoutReferences('@FUN-02 buys')).toBe('buys'));

it('overlaps with itself and the whole, not with a neighbour', () => {
  expect(overlap('FUN-09/5xx', 'FUN-09/5xx')).toBe(true);
  expect(overlap('FUN-09', 'FUN-09/5xx')).toBe(true);
  expect(overlap('FUN-09/5xx', 'FUN-09')).toBe(true);
  expect(overlap('FUN-09/5xx', 'FUN-09/offline')).toBe(false);
});
