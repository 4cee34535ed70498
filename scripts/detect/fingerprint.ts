import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Defect } from '../../kernel/defect.ts';
import { ROOT } from '../root.ts';
import { gitFacts } from '../run/facts.ts';
import type { Fingerprint } from './detection-log.ts';
import { sourceFiles } from './source-files.ts';

/** SHA-256 over the name and the content of every source, or of some: two checkouts of one hash are the same code. */
export function treeHash(root: string, isMeant: (file: string) => boolean = () => true): string {
  const hash = createHash('sha256');
  for (const file of sourceFiles(root).filter(isMeant))
    hash.update(`${file}\0`).update(hashOf(readFileSync(join(root, file))));
  return hash.digest('hex');
}

/** Of what is asked of the tree alone, whatever is planted. */
export function fingerprintOfTree(environment: string): Fingerprint {
  const commit = gitFacts()?.commit;
  return { tree: treeHash(ROOT), catalogue: '', environment, ...(commit !== undefined && { commit }) };
}

/** What is claimed of whom: SHA-256 over the catalogue. */
export function catalogueHash(catalogue: readonly Defect[]): string {
  const claims = catalogue.map(({ id, title, area, part, breaks, suites }) => [
    id,
    title,
    area,
    part,
    breaks,
    suites,
  ]);
  return hashOf(JSON.stringify(claims)).toString('hex');
}

function hashOf(content: string | Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
