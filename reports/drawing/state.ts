import type { RequirementState } from '../../kernel/requirement-states.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { VERDICT_WORDS } from '../format.ts';
import { type Html, markup } from './html.ts';

/** Everything that has an icon of its own. */
export type State = Verdict | 'skipped' | 'passed' | RequirementState;

const ICON_OF: Readonly<Record<State, string>> = {
  pass: 'pass',
  waived: 'waived',
  unknown: 'unknown',
  fail: 'fail',
  skipped: 'skipped',
  proven: 'pass',
  failed: 'fail',
  unproven: 'skipped',
  partly: 'unknown',
  'not-applicable': 'skipped',
  passed: 'pass',
};

/** The class that colours a state. */
export function tone(state: State): string {
  return `is-${ICON_OF[state]}`;
}

/** An icon that says nothing by itself: a word stands beside it. */
export function icon(state: State): Html {
  return markup`<svg class="icon ${tone(state)}" aria-hidden="true"><use href="#icon-${ICON_OF[state]}"/></svg>`;
}

/** Icon and word. */
export function badge(state: State): Html {
  return badgeOf(state, state in VERDICT_WORDS ? VERDICT_WORDS[state as Verdict] : wordOf(state));
}

/** `Not applicable`. */
export function wordOf(state: State): string {
  return capitalised(state.replace('-', ' '));
}

export function badgeOf(state: State, word: string): Html {
  return markup`<span class="badge ${tone(state)}">${icon(state)}${word}</span>`;
}

export function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** What `icon` refers to: once a page. */
export function iconSymbols(): Html {
  return markup`
    <svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>\n
    <symbol id="icon-pass" viewBox="0 0 16 16">
      <circle cx="8" cy="8" r="8" fill="currentColor"/>
      <path class="mark" d="M4.4 8.3l2.4 2.4 4.8-5.2"/>
    </symbol>\n
    <symbol id="icon-fail" viewBox="0 0 16 16">
      <path fill="currentColor" d="M4.7 0h6.6L16 4.7v6.6L11.3 16H4.7L0 11.3V4.7z"/>
      <path class="mark" d="M5.2 5.2l5.6 5.6m0-5.6l-5.6 5.6"/>
    </symbol>\n
    <symbol id="icon-unknown" viewBox="0 0 16 16">
      <path fill="currentColor" d="M8 .2a1.6 1.6 0 0 1 1.4.8l6.3 11.9a1.6 1.6 0 0 1-1.4 2.4H1.700A1.600 1.600 0 0 1 .300 12.900L6.600 1A1.600 1.600 0 0 1 8 .2z"/>
      <path class="mark" d="M6.200 6.700a1.800 1.800 0 1 1 2.700 1.600c-.6.4-.9.7-.9 1.400"/>
      <circle class="mark-fill" cx="8" cy="12.300" r=".95"/>
    </symbol>\n
    <symbol id="icon-waived" viewBox="0 0 16 16">
      <path d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z" fill="none" stroke="currentColor" stroke-width="2"/>
      <path d="M8 3.500a4.500 4.500 0 0 1 0 9z" fill="currentColor"/>
    </symbol>\n
    <symbol id="icon-skipped" viewBox="0 0 16 16">
      <circle cx="8" cy="8" r="6.800" fill="none" stroke="currentColor" stroke-width="1.600" stroke-dasharray="2.600 2.200"/>
      <path d="M5 8h6" stroke="currentColor" stroke-width="1.800" stroke-linecap="round"/>
    </symbol>\n
    </defs></svg>\n`;
}
