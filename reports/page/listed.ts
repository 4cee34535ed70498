import { dim } from '../drawing/fragments.ts';
import { type Html, markup } from '../drawing/html.ts';
import { count } from '../format.ts';

interface Listed<T> {
  readonly shown: readonly T[];
  /** How many are left out, as the last line of the list; empty where none are. */
  readonly more: Html | string;
}

/**
 * As many checks as anybody reads, those first that did not pass: a page of tens of thousands opens nowhere. `junit.xml` and `ctrf.json`
 * have them all.
 */
export function listed<T extends { readonly outcome: string }>(
  checks: readonly T[],
  most: number,
): Listed<T> {
  if (checks.length <= most) return { shown: checks, more: '' };
  const passed = checks.filter(({ outcome }) => outcome === 'passed');
  const others = checks.filter(({ outcome }) => outcome !== 'passed');
  const left = Math.max(0, others.length - most);
  const said = `and ${count(checks.length - most, 'more check')}${left > 0 ? `, ${left} of which did not pass` : ' that passed'}: all of them stand in junit.xml`;
  return { shown: [...others, ...passed].slice(0, most), more: markup`<li>${dim(said)}</li>` };
}
