import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineReport } from '../report.ts';
import { vexOf } from './vex.ts';

/** `vex.cdx.json`: what waivers let through, for whoever gets the SBOM. There is none where they let nothing through. */
export default defineReport({
  name: 'vex',
  async build({ model, folder }) {
    const document = vexOf(model);
    if (document !== undefined)
      await writeFile(join(folder, 'vex.cdx.json'), `${JSON.stringify(document, undefined, 2)}\n`);
  },
});
