/**
 * A step of `npm run check`: a suite that knew of a planted defect would prove nothing. So no source names one, outside the
 * targets that hold them and `detect`. Loading the catalogue also checks that each file is named and placed like its defect.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownReferences } from '../../fixtures/requirements/requirements.ts';
import { defectsFolder, loadCatalogue } from '../detect/catalogue.ts';
import { namedIn } from '../detect/named-in.ts';
import { sourceFiles } from '../detect/source-files.ts';
import { explain } from '../explain.ts';
import { ROOT } from '../root.ts';

const MAY_NAME_THEM = /^(fixtures\/targets\/[^/]+\/|scripts\/detect\/|scripts\/acceptance\/detect\.)/;

async function problems(): Promise<readonly string[]> {
  const requirements = knownReferences();
  const targets = globSync('*', { cwd: join(ROOT, 'fixtures/targets') }).filter(
    (target) => globSync(`${defectsFolder(target)}/*/*.defect.ts`, { cwd: ROOT }).length > 0,
  );
  const catalogues = targets.map((target) => loadCatalogue({ root: ROOT, target, requirements }));
  const ids = (await Promise.all(catalogues)).flat().map(({ id }) => id);
  return sourceFiles(ROOT)
    .filter((file) => !MAY_NAME_THEM.test(file))
    .flatMap((file) => namedIn(file, readFileSync(join(ROOT, file), 'utf8'), ids));
}

try {
  const found = await problems();
  for (const problem of found) console.error(problem);
  // At once: defects load parts of the product, which may have opened something.
  process.exit(found.length > 0 ? 1 : 0);
} catch (error) {
  process.exit(explain(error));
}
