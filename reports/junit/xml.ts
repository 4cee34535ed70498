import { printableLines } from '../../kernel/printable.ts';

export type Attributes = Readonly<Record<string, string | number>>;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/**
 * Text between tags; line breaks and tabs stay as they are. What is not printable is shown by its escape: control characters and
 * lone surrogates may stand nowhere in XML 1.0, not even as a reference.
 */
export function escapeText(text: string): string {
  return printableLines(text).replaceAll(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

/** Text between double quotes; a parser would turn a bare line break into a space. */
export function escapeAttribute(text: string): string {
  return printableLines(text).replaceAll(/[&<>"'\n\r\t]/g, (character) => ESCAPES[character] ?? character);
}

/** One element. `children` are XML already; `text` is not. */
export function element(
  name: string,
  attributes: Attributes,
  children: readonly string[],
  text?: string,
): string {
  const said = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`,
  );
  const start = `<${name}${said.join('')}`;
  const inner = text === undefined ? children.map((child) => `\n${child}`).join('') : escapeText(text);
  if (inner === '') return `${start}/>`;
  return `${start}>${inner}${text === undefined ? '\n' : ''}</${name}>`;
}
