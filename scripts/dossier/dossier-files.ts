import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically, writeError } from '../../evidence/disk.ts';
import { saidBy } from '../../kernel/errors.ts';
import type { Sentence } from '../../kernel/sentence.ts';
import { DOSSIER_FILE, dossierSchema, type Dossier } from '../../reports/dossier/dossier.ts';
import { dossierPage, type DossierPage } from '../../reports/dossier/dossier-page.ts';
import { renderDocument } from '../../reports/drawing/document.ts';
import { digestOf } from './build-dossier.ts';
import type { StandsOn } from './stands-on.ts';

export const PAGE_FILE = 'go-no-go.html';
export const PRINT_FILE = 'go-no-go.pdf';

/** A dossier as it stands on disk. */
export interface StoredDossier {
  readonly folder: string;
  readonly text: string;
  readonly digest: string;
  readonly dossier: Dossier;
}

export function readDossier(folder: string): StoredDossier {
  const text = readFileSync(join(folder, DOSSIER_FILE), 'utf8');
  return { folder, text, digest: digestOf(text), dossier: dossierSchema.parse(JSON.parse(text)) };
}

export function writeDossier(folder: string, text: string): StoredDossier {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw writeError(folder, error);
  }
  writeAtomically(join(folder, DOSSIER_FILE), text);
  return readDossier(folder);
}

/** The page of a dossier, of the same dossier and decisions always the same bytes. */
export function renderDossier(page: DossierPage): Promise<string> {
  return renderDocument(dossierPage(page));
}

/** Writes what people read; no PDF stays that says something else. Gives why it could not be printed, where it could not. */
export async function writePages(
  folder: string,
  page: DossierPage,
  { print }: Pick<StandsOn, 'print'>,
): Promise<Sentence | undefined> {
  const [html, pdf] = [join(folder, PAGE_FILE), join(folder, PRINT_FILE)];
  rmSync(pdf, { force: true });
  writeAtomically(html, await renderDossier(page));
  try {
    writeAtomically(pdf, await print(html));
    return undefined;
  } catch (error) {
    return saidBy(error);
  }
}
