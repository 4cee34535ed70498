import { dim, time } from '../drawing/fragments.ts';
import { type Html, joined, markup } from '../drawing/html.ts';
import { icon, type State } from '../drawing/state.ts';
import { count } from '../format.ts';
import type { Change, Changed, RunsCompared, SuiteChange } from '../model/compare-runs.ts';

/** What a change is for a reader: it went well, badly, or nobody knows. */
export const CHANGE_STATE: Readonly<Record<Change, State>> = {
  red: 'fail',
  'no answer': 'unknown',
  'still red': 'fail',
  fixed: 'pass',
  gone: 'unknown',
  added: 'passed',
  same: 'pass',
};

export const CHANGE_WORDS: Readonly<Record<Change, string>> = {
  red: 'became red',
  'no answer': 'gives no answer any more',
  'still red': 'still red',
  fixed: 'fixed',
  gone: 'not run any more',
  added: 'new',
  same: 'as before',
};

/** In the order in which they matter. What is as before is no change. */
const TOLD = ['red', 'no answer', 'still red', 'fixed', 'gone', 'added'] as const;

function of({ suites }: RunsCompared, change: Change): readonly SuiteChange[] {
  return suites.filter((one) => one.change === change);
}

/** `2 suites became red, 1 fixed`; undefined where nothing is other than it was. */
export function sayChanges(compared: RunsCompared): string | undefined {
  const suites = TOLD.flatMap((change) => {
    const many = of(compared, change).length;
    return many === 0
      ? []
      : [change === 'added' ? count(many, 'new suite') : `${many} ${CHANGE_WORDS[change]}`];
  });
  const findings = sayChanged(compared.findings, 'finding');
  const said = [...suites, ...(findings === undefined ? [] : [findings])];
  return said.length === 0 ? undefined : said.join(', ');
}

/** `1 new finding, 2 fixed`. */
export function sayChanged<T>({ added, fixed }: Changed<T>, noun: string): string | undefined {
  const said = [
    ...(added.length > 0 ? [count(added.length, `new ${noun}`)] : []),
    ...(fixed.length > 0 ? [`${count(fixed.length, noun)} fixed`] : []),
  ];
  return said.length === 0 ? undefined : said.join(', ');
}

/** So many are named on a page of many runs. */
const NAMED = 6;

/** What became of the suites, named, each sort in a line; empty where nothing is other than it was. */
export function changeLines(compared: RunsCompared): Html {
  const lines = TOLD.flatMap((change) => {
    const suites = of(compared, change);
    if (suites.length === 0) return [];
    const rest = suites.length > NAMED ? ` and ${suites.length - NAMED} more` : '';
    return [
      markup`
        <li>${icon(CHANGE_STATE[change])}
          <span>${capital(CHANGE_WORDS[change])}: ${joined(suites.slice(0, NAMED).map(named), ', ')}${rest}</span>
        </li>`,
    ];
  });
  const { added, fixed } = compared.findings;
  const findings = [
    ...added
      .slice(0, NAMED)
      .map((one) => markup`<li>${icon('fail')}<span>New finding in ${one.suite}: ${one.title}</span></li>`),
    ...(added.length > NAMED
      ? [markup`<li>${icon('fail')}<span>and ${added.length - NAMED} more new findings</span></li>`]
      : []),
    ...(fixed.length > 0
      ? [markup`<li>${icon('pass')}<span>${count(fixed.length, 'finding')} fixed</span></li>`]
      : []),
  ];
  return markup`${[...lines, ...findings]}`;
}

function named({ suite, owner, change }: SuiteChange): Html {
  const who = owner === undefined || change === 'fixed' || change === 'added' ? '' : markup` ${dim(owner)}`;
  return markup`<strong>${suite}</strong>${who}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The two that are compared, for a heading. */
export function comparedWith({ before }: RunsCompared): Html {
  return markup`compared with the run of ${time(before.started)}`;
}
