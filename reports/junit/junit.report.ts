import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { junitOf } from './junit.ts';
import { defineReport } from '../report.ts';

/** `junit.xml`: the run for a CI that reads nothing else. */
export default defineReport({
  name: 'junit',
  async build({ model, folder }) {
    await writeFile(join(folder, 'junit.xml'), junitOf(model));
  },
});
