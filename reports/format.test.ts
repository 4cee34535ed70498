import { describe, expect, it } from 'vitest';
import {
  count,
  sayApart,
  sayBytes,
  sayDuration,
  sayMemory,
  sayNumber,
  sayTime,
  sayValue,
  shorten,
} from './format.ts';

describe('numbers and times for people', () => {
  it.each([
    [0.12345, '0.123'],
    [41.52, '41.5'],
    [412.3, '412'],
    [12_345.6, '12,346'],
    [2500, '2,500'],
    [Number.NaN, 'not a number'],
  ])('says %d as %s', (value, said) => expect(sayNumber(value)).toBe(said));

  it.each([
    [412, 'ms', '412 ms'],
    [0.0041, 'ratio', '0.41 %'],
    [1, 'findings', '1 finding'],
    [2, 'findings', '2 findings'],
    [1, 'ms', '1 ms'],
    [1, 'requests/s', '1 requests/s'],
    [4.29, '1/s', '4.29/s'],
    [48_200_000, 'bytes', '48.2 MB'],
    [0.021, '', '0.021'],
  ])('says %d with unit "%s" as %s', (value, unit, said) => expect(sayValue(value, unit)).toBe(said));

  it('never rounds a broken limit until it looks kept', () => {
    expect(sayApart(300.4, 300, 'ms')).toBe('300.4 ms');
    expect(sayApart(300.0004, 300, 'ms')).toBe('300.0004 ms');
    expect(sayApart(300, 300, 'ms')).toBe('300 ms');
    expect(sayApart(412.3, 300, 'ms')).toBe('412 ms');
  });

  it.each([
    [0, '0 ms'],
    [412.4, '412 ms'],
    [9300, '9.3 s'],
    [48_000, '48 s'],
    [120_000, '2 min'],
    [125_000, '2 min 05 s'],
    [10_920_000, '3 h 02 min'],
  ])('says %d ms as %s', (ms, said) => expect(sayDuration(ms)).toBe(said));

  it('says a time in UTC, and repeats what is no time', () => {
    expect(sayTime('2026-11-21T03:12:04Z')).toBe('21 Nov 2026, 03:12 UTC');
    expect(sayTime('some day')).toBe('some day');
  });

  it('counts things and measures bytes', () => {
    expect([count(1, 'suite'), count(0, 'suite'), count(2, 'entry', 'entries')]).toEqual([
      '1 suite',
      '0 suites',
      '2 entries',
    ]);
    expect([sayBytes(0), sayBytes(999), sayBytes(1500)]).toEqual(['0 B', '999 B', '1.5 kB']);
    expect([sayMemory(1), sayMemory(4096)]).toEqual(['1.05 MB', '4.29 GB']);
  });

  it('cuts long text after a word, and never past the width', () => {
    expect(shorten('one line\nand another', 40)).toBe('one line');
    expect(shorten('a sentence that is too long', 20)).toBe('a sentence that is…');
    expect(shorten('it was changed; it was added', 18)).toBe('it was changed…');
    expect(shorten('x'.repeat(50), 10)).toHaveLength(10);
  });
});
