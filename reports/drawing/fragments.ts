import { escapeHtml } from './html.ts';

/** Small pieces of HTML. Each escapes what it is given. */

/** A section's heading with an anchor, and what is said beside it. */
export function heading(id: string, title: string, said = ''): string {
  const aside = said === '' ? '' : `<span class="said">${escapeHtml(said)}</span>`;
  return `<div class="heading"><h2 id="${id}">${escapeHtml(title)}${anchorLink(id, title)}</h2>${aside}</div>`;
}

export function subheading(id: string, title: string): string {
  return `<h3 id="${id}">${escapeHtml(title)}${anchorLink(id, title)}</h3>`;
}

function anchorLink(id: string, title: string): string {
  return `<a class="anchor" href="#${id}" aria-label="Link to ${escapeHtml(title)}">#</a>`;
}

/** A sentence whose `code` stands between backticks; one that is a command as a whole can be copied. */
export function sentence(text: string): string {
  if (/^\.\/harness [^.;]+$/.test(text)) return command(text);
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

/** A command line that breaks only between words; a script puts a copy button beside it. */
export function command(line: string): string {
  const words = line.split(' ').map((word) => {
    const text = escapeHtml(word);
    return word.startsWith('-') ? `<span class="word">${text}</span>` : text;
  });
  return `<code class="command">${words.join(' ')}</code>`;
}

/** A long name that may break after its punctuation. */
export function breakable(name: string): string {
  return escapeHtml(name).replaceAll(/[._{/]/g, '$&<wbr>');
}

/** A link to a requirement on the same page. */
export function requirement(id: string): string {
  return `<a class="requirement" href="#${escapeHtml(id)}">${escapeHtml(id)}</a>`;
}
