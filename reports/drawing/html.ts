import { printableLines } from '../../kernel/printable.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Most text is such: printable ASCII without what HTML understands. */
const HARMLESS = /^[ !#-%(-;=?-~]*$/;

/** Text as it may stand in HTML, also between double quotes of an attribute; what is not printable is shown by its escape. */
export function escapeHtml(text: string): string {
  if (HARMLESS.test(text)) return text;
  return printableLines(text).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** HTML that may stand on a page as it is. Only `markup` makes it, and `ownHtml` of what no run had a part in. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What `markup` takes. What may be missing is not among it: a view says what stands there instead, `''` for nothing. */
type Shown = Html | string | number | readonly Html[];

/**
 * HTML from a template: text is escaped, HTML stays, a list is its parts one after the other. Line breaks of the template, with
 * the indentation behind them, are there for whoever reads it and left out; one that the page shall have is written `\n`.
 */
export function markup({ raw }: TemplateStringsArray, ...shown: readonly Shown[]): Html {
  const pieces = piecesOf(raw);
  return new Html(pieces.map((piece, index) => piece + textOf(shown[index] ?? '')).join(''));
}

const cut = new WeakMap<readonly string[], readonly string[]>();

function piecesOf(raw: readonly string[]): readonly string[] {
  const pieces = cut.get(raw) ?? raw.map((one) => one.replaceAll(/\n */g, '').replaceAll('\\n', '\n'));
  cut.set(raw, pieces);
  return pieces;
}

function textOf(shown: Shown): string {
  if (shown instanceof Html) return shown.toString();
  return typeof shown === 'object' ? shown.join('') : escapeHtml(String(shown));
}

/** What is shown of a value that may be missing: nothing where it is. */
export function known<T>(value: T | undefined, view: (value: T) => Html): Html | string {
  return value === undefined ? '' : view(value);
}

/** A list with something between its parts. */
export function joined(parts: readonly (Html | string)[], between: Html | string): Html {
  return markup`${parts.map((part, index) => markup`${index === 0 ? '' : between}${part}`)}`;
}

/** Styles, scripts and pictures of ours: nothing that came from a run. */
export function ownHtml(text: string): Html {
  return new Html(text);
}
