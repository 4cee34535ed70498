import { type Html, joined, markup } from '../drawing/html.ts';
import { hrefTo, type EvidenceFile } from '../model/artifacts.ts';

/** Where a page finds the evidence. Paths are relative to the run's evidence folder. */
export interface Links {
  /** From the page. */
  readonly href: (path: string) => string;
  /** From the checkout. */
  readonly onDisk: (path: string) => string;
}

export function linksOf(folder: string, evidenceFolder: string): Links {
  // `evidence/runs/<id>`.
  const below = evidenceFolder.split('/').slice(-3).join('/');
  return { href: hrefTo(folder, evidenceFolder), onDisk: (path) => `${below}/${path}` };
}

const ROLE_WORDS: Readonly<Partial<Record<EvidenceFile['role'], string>>> = {
  screenshot: 'screenshot',
  video: 'video',
  trace: 'trace',
  journal: 'journal',
};

/** What each file is, with a link to it. */
export function fileLinks(files: readonly EvidenceFile[], { href }: Links): Html {
  const links = files.map(({ path, name, role }) => {
    const said = ROLE_WORDS[role] ?? name.split('/').slice(-2).join('/');
    return markup`<a href="${href(path)}">${said}</a>`;
  });
  return markup`<span class="files">${joined(links, ' ')}</span>`;
}
