import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineReport } from '../report.ts';
import { ctrfOf } from './ctrf.ts';

/** `ctrf.json`: the run for whatever reads the Common Test Report Format. */
export default defineReport({
  name: 'ctrf',
  async build({ model, folder }) {
    await writeFile(join(folder, 'ctrf.json'), `${JSON.stringify(ctrfOf(model))}\n`);
  },
});
