import { sayTime } from '../format.ts';
import { type Html, joined, markup } from './html.ts';
import { icon, type State } from './state.ts';

/** A section's heading with an anchor, and what is said beside it. */
export function heading(id: string, title: string, said = ''): Html {
  const aside = said === '' ? '' : markup`<span class="said">${said}</span>`;
  return markup`<div class="heading"><h2 id="${id}">${title}${anchorLink(id, title)}</h2>${aside}</div>`;
}

export function subheading(id: string, title: string): Html {
  return markup`<h3 id="${id}">${title}${anchorLink(id, title)}</h3>`;
}

function anchorLink(id: string, title: string): Html {
  return markup`<a class="anchor" href="#${id}" aria-label="Link to ${title}">#</a>`;
}

/** A sentence whose `code` stands between backticks; one that is a command as a whole can be copied. */
export function sentence(text: string): Html {
  if (/^\.\/harness [^.;]+$/.test(text)) return command(text);
  const parts = text.split(/`([^`]+)`/);
  return markup`${parts.map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`))}`;
}

/** A command line that breaks only between words; a script puts a copy button beside it. */
export function command(line: string): Html {
  const words = line
    .split(' ')
    .map((word) => (word.startsWith('-') ? markup`<span class="word">${word}</span>` : word));
  return markup`<code class="command">${joined(words, ' ')}</code>`;
}

/** A long name that may break after its punctuation. */
export function breakable(name: string): Html {
  return joined(name.split(/(?<=[._{/])/), markup`<wbr>`);
}

/** A link to a requirement on the same page. */
export function requirementLink(id: string): Html {
  return markup`<a class="requirement" href="#${id}">${id}</a>`;
}

/** A moment in UTC, which a script turns into the reader's own time. */
export function time(iso: string): Html {
  const utc = sayTime(iso);
  return markup`<time datetime="${iso}" title="${utc}">${utc}</time>`;
}

/** A remark in its own line. */
export function note(state: State, said: Html | string): Html {
  return markup`<p class="note">${icon(state)} <span>${said}</span></p>\n`;
}

export function dim(text: string): Html {
  return markup`<span class="dim">${text}</span>`;
}

/** What opens on a click. */
export function fold(summary: Html, body: Html, isOpen: 'open' | 'closed' = 'closed'): Html {
  const open = isOpen === 'open' ? markup` open` : '';
  return markup`<details class="fold"${open}><summary>${summary}</summary>${body}</details>`;
}

export interface Table {
  /** What it is of, for those who do not see it. */
  readonly label: string;
  readonly caption?: Html | string;
  readonly kind?: 'data findings' | 'data endpoints';
  /** `column` and `numbers`. */
  readonly columns: readonly Html[];
  /** Each a `<tr>`. */
  readonly rows: readonly Html[];
}

/** A table that scrolls by itself where the page is narrow. */
export function table({ label, caption, kind, columns, rows }: Table): Html {
  return markup`
    <div class="scroll" tabindex="0" role="region" aria-label="${label}">
      <table class="${kind ?? 'data'}">
        ${caption === undefined ? '' : markup`<caption>${caption}</caption>`}
        <thead><tr>${columns}</tr></thead>
        <tbody>${rows}</tbody>
      </table>
    </div>`;
}

export function column(title: string): Html {
  return markup`<th scope="col">${title}</th>`;
}

/** The heading of a column of numbers. */
export function numbers(title: string): Html {
  return markup`<th scope="col" class="num">${title}</th>`;
}

/** A cell of such a column. */
export function number(said: string): Html {
  return markup`<td class="num">${said}</td>`;
}

/** How much is well, bad, waived and open, as a bar. */
export function coverageBar(well: number, bad: number, open: number, waived = 0): Html {
  return markup`
    <span class="coverage" aria-hidden="true">
      <span class="is-pass" style="flex:${well}"></span>
      <span class="is-fail" style="flex:${bad}"></span>
      <span class="is-waived" style="flex:${waived}"></span>
      <span class="none" style="flex:${open}"></span>
    </span>`;
}
