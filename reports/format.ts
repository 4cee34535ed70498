/** Numbers, units, times and verdicts as people read them. Always English, so that a report reads the same everywhere. */

import { printable } from '../kernel/printable.ts';
import { withoutReferences } from '../kernel/reference.ts';
import type { Verdict } from '../kernel/verdict.ts';

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'Pass',
  waived: 'Pass, waived',
  unknown: 'Unknown',
  fail: 'Fail',
};

/** They tell verdicts apart without colour. */
export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  waived: '◐',
  unknown: '?',
  fail: '✕',
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Three significant digits, and no digit of an integer is lost: 0.125, 41.5, 412, 12,345. */
export function sayNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return 'not a number';
  if (Number.isInteger(value) || Math.abs(value) >= 10 ** digits) return grouped(value);
  return String(Number(value.toPrecision(digits)));
}

/** Rounded, with a comma before every three digits. Not by Intl: to load its data alone takes 15 ms of each start. */
function grouped(value: number): string {
  const digits = String(Math.round(Math.abs(value)));
  return `${value < 0 ? '-' : ''}${digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')}`;
}

const SPACED: Readonly<Record<string, (value: number, digits?: number) => string>> = {
  '%': (value, digits) => `${sayNumber(value, digits)} %`,
  ratio: (value, digits) => `${sayNumber(value * 100, digits)} %`,
  bytes: (value) => sayBytes(value),
  count: sayNumber,
  '1/s': (value, digits) => `${sayNumber(value, digits)}/s`,
  '': sayNumber,
};

/** A value with its unit: `412 ms`, `0.8 %`, `3 findings`. */
export function sayValue(value: number, unit: string, digits?: number): string {
  const say = SPACED[unit];
  return say ? say(value, digits) : `${sayNumber(value, digits)} ${value === 1 ? singular(unit) : unit}`;
}

/** `findings` becomes `finding`; `ms` and `requests/s` stay. */
function singular(unit: string): string {
  return /^[A-Za-z]{3,}s$/.test(unit) ? unit.slice(0, -1) : unit;
}

/** The value, with as many digits as it takes to tell it from the limit that it breaks. */
export function sayApart(value: number, limit: number, unit: string): string {
  const told = [3, 4, 6, 9].map((digits) => sayValue(value, unit, digits));
  const limits = [3, 4, 6, 9].map((digits) => sayValue(limit, unit, digits));
  return told.find((text, index) => value === limit || text !== limits[index]) ?? String(value);
}

/** `412 ms`, `9.3 s`, `2 min 05 s`, `3 h 02 min`. */
export function sayDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min${rest > 0 ? ` ${two(rest)} s` : ''}`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

export function sayBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${sayNumber(bytes / 1000 ** step)} ${units[step] ?? 'B'}`;
}

/** A machine's memory, which evidence counts in 2^20 bytes. */
export function sayMemory(mebibytes: number): string {
  return sayBytes(mebibytes * 1024 ** 2);
}

/** `21 Nov 2026, 03:12 UTC`. */
export function sayTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return `${sayDay(iso)} ${at.getUTCFullYear()}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())} UTC`;
}

/** `21 Nov`. */
export function sayDay(iso: string): string {
  const at = new Date(iso);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''}`;
}

/** `1 suite`, `2 suites`. */
export function count(amount: number, noun: string, nouns = `${noun}s`): string {
  return `${sayNumber(amount)} ${amount === 1 ? noun : nouns}`;
}

const HALF_CHARACTER = /[\ud800-\udbff]$/;

/** The first line, printable, cut with … where it is longer than `width`: after a word, if one ends near enough. */
export function shorten(text: string, width: number): string {
  const line = printable(text.trim().split(/\r?\n/, 1)[0] ?? '');
  if (line.length <= width) return line;
  const cut = line.slice(0, Math.max(0, width - 1)).replace(HALF_CHARACTER, '');
  const space = cut.lastIndexOf(' ');
  return `${(space > width * 0.7 ? cut.slice(0, space) : cut).replace(/[\s;:,]+$/, '')}…`;
}

/** Requirement ids are shown beside a title, so not in it too. */
export function untagged(title: string): string {
  return withoutReferences(title);
}
