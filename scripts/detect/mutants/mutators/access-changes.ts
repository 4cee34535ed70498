import type { Change } from '../mutant.ts';
import { always, blanked, changesBy, nothing, type Rule } from './found.ts';

/** With what somebody is refused for who they are. */
const REFUSAL = String.raw`'(?:UNAUTHENTICATED|UNAUTHORIZED|FORBIDDEN|INVALID_CREDENTIALS|TENANT_MISMATCH)'`;
/** What a statement without a block has between its brackets. */
const INSIDE = String.raw`(?:[^;{]|\$\{)*?`;
const GUARD = String.raw`(?:onRequest|preHandler|preValidation)`;

const RULES: readonly Rule[] = [
  // What decides on a route who may ask it: one of several, all of it, that only admins may.
  {
    mutator: 'access-rule',
    pattern: new RegExp(String.raw`(?<=\b${GUARD}: \[)[\w.]*\ballow\.\w+,? ?`, 'g'),
    instead: nothing,
  },
  {
    mutator: 'access-rule',
    pattern: new RegExp(String.raw`(?<=\b${GUARD}: )(?:[\w.]*\ballow\.\w+|adminOrScraper\(\w+\))`, 'g'),
    instead: always('[]'),
  },
  {
    mutator: 'access-rule',
    pattern: /(?<=\{[^{}\n]*), onRequest(?=[ ,}])/g,
    instead: nothing,
  },
  { mutator: 'access-rule', pattern: /(?<=\ballow\.)admin\b/g, instead: always('signedIn') },
  // What refuses, or leads to the login instead.
  {
    mutator: 'access-rule',
    pattern: new RegExp(String.raw`\bif \(${INSIDE}\)\s+throw new \w+\(\s*${REFUSAL}[^;]*;`, 'g'),
    instead: nothing,
  },
  { mutator: 'access-rule', pattern: /\bif \([^\n]*\) return \w+\('\/login'\);/g, instead: nothing },
  { mutator: 'access-rule', pattern: /(?<=^\s*)await require\w+\([^;\n]*\);/gm, instead: nothing },
  // What leaves out what is somebody else's.
  {
    mutator: 'access-rule',
    pattern: /\$\{ownedBy\([^)]*\)\}/g,
    instead: ([found]) => [`(${found} or true)`],
  },
];

/** Single rules of who may do what, left out of code one at a time. */
export function accessChanges(file: string, text: string): readonly Change[] {
  if (!/\.[cm]?[jt]sx?$/.test(file)) return [];
  return changesBy(RULES, blanked(text, /\/\*[^]*?\*\//g));
}
