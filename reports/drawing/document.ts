import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Html, markup, ownHtml } from './html.ts';
import { iconSymbols } from './state.ts';

export interface Document {
  readonly title: string;
  /** What stands at the top, beside the links to the sections. */
  readonly brand: string;
  /** Anchor and name of each. */
  readonly sections: readonly (readonly [id: string, name: string])[];
  readonly main: Html;
  readonly footer: Html;
  /** A file of styles beside those that all pages share. */
  readonly styles?: string;
}

const POLICY =
  "default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/** A page in one file, which is opened from disk and loads nothing from elsewhere. */
export async function renderDocument(document: Document): Promise<string> {
  const { title, brand, sections, main, footer, styles } = document;
  const own = ['document.css', 'document-script.js'].map((name) => join(import.meta.dirname, name));
  const [css = '', script = '', more = ''] = await Promise.all(
    [...own, ...(styles === undefined ? [] : [styles])].map((file) => readFile(file, 'utf8')),
  );
  const links = sections.map(([id, name]) => markup`<a href="#${id}">${name}</a>`);
  return markup`
    <!doctype html>\n
    <html lang="en">\n
    <head>\n
    <meta charset="utf-8">\n
    <meta name="viewport" content="width=device-width, initial-scale=1">\n
    <meta name="color-scheme" content="light dark">\n
    <meta name="referrer" content="no-referrer">\n
    <meta http-equiv="Content-Security-Policy" content="${ownHtml(POLICY)}">\n
    <title>${title}</title>\n
    <link rel="icon" href="data:,">\n
    <style>${ownHtml(css + more)}</style>\n
    </head>\n
    <body>\n
    ${iconSymbols()}
    <a class="skip" href="#main">Skip to the verdict</a>\n
    <header class="top">
      <div class="wrap">
        <span class="brand">${brand}</span>
        <nav aria-label="Sections">${links}</nav>
      </div>
    </header>\n
    <main id="main" class="wrap">\n
    ${main}
    </main>\n
    <footer class="wrap">${footer} Nothing on this page is loaded from elsewhere.</footer>\n
    <script>${ownHtml(script)}</script>\n
    </body>\n
    </html>\n`.toString();
}
