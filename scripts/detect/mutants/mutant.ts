import { createHash } from 'node:crypto';
import type { Mutant } from '../../../reports/detection/mutants/trial.ts';

/** A change as its mutator finds it. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly mutator: string;
}

/** The mutants of a file; changes that change nothing are left out, and of equal ones all but the first. */
export function mutantsOf(
  file: string,
  text: string,
  changes: readonly Change[],
  own: boolean,
): readonly Mutant[] {
  const seen = new Set<string>();
  const times = new Map<string, number>();
  return changes.flatMap(({ start, end, replacement, mutator }) => {
    const original = text.slice(start, end);
    const change = `${start} ${end} ${replacement}`;
    if (original === replacement || seen.has(change)) return [];
    seen.add(change);
    const key = JSON.stringify([file, mutator, original, replacement]);
    const time = times.get(key) ?? 0;
    times.set(key, time + 1);
    const id = createHash('sha256').update(`${key} ${time}`).digest('hex').slice(0, 12);
    const line = text.slice(0, start).split('\n').length;
    return [{ id, file, start, line, original, replacement, mutator, own }];
  });
}

/** The text with the change in it. Throws where the text is another than the mutant was found in. */
export function mutated(text: string, { id, file, start, original, replacement }: Mutant): string {
  if (!text.startsWith(original, start)) throw new Error(`${file} does not read as mutant ${id} knows it`);
  return text.slice(0, start) + replacement + text.slice(start + original.length);
}

/** The changed lines, before and after. */
export function diffOf(text: string, mutant: Mutant): string {
  const before = text.split('\n');
  const after = mutated(text, mutant).split('\n');
  const from = mutant.line - 1;
  let same = 0;
  while (same < Math.min(before.length, after.length) - from && before.at(-1 - same) === after.at(-1 - same))
    same += 1;
  const part = (lines: readonly string[], sign: string) =>
    lines.slice(from, lines.length - same).map((line) => `${sign} ${line}`);
  return [`${mutant.file}:${mutant.line}`, ...part(before, '-'), ...part(after, '+')].join('\n');
}
