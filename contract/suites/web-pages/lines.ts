/** The words of an outline. */
export type Lines = readonly string[];

export const text = (words: string): string => `"${words.replace(/\s+/g, ' ').trim()}"`;
export const hidden = (name: string, value: string): string => `hidden ${name}=${value}`;
export const cell = (column: string, ...lines: Lines): Lines => [`cell ${column}`, ...lines];
export const state = (kind: 'status' | 'run', of: string, words: string): string =>
  `${kind} ${of} ${text(words)}`;

interface ActionDetail {
  readonly back?: string;
  /** What tells it from others like it. */
  readonly spoken?: string;
  /** By which the keyboard finds back to it. */
  readonly id?: string;
}

/** A button with a form of its own. */
export function action(words: string, path: string, { back, spoken, id }: ActionDetail = {}): Lines {
  const named = spoken === undefined ? '' : ` as "${spoken}"`;
  return [
    `form post ${path}`,
    ...(back === undefined ? [] : [hidden('back', back)]),
    `button ${text(words)}${named}${id === undefined ? '' : `, #${id}`}`,
  ];
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** As people read it, in UTC. */
export function time(instant: string): string {
  const at = new Date(instant);
  const clock = [at.getUTCHours(), at.getUTCMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
  return `time ${instant} "${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()}, ${clock} UTC"`;
}

export const older = (path: string, nextCursor: string | null): Lines =>
  nextCursor === null ? [] : [`link ${path}?cursor=${encodeURIComponent(nextCursor)} "Older", rel next`];
