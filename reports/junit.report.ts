import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { junitOf } from './junit.ts';
import type { Report } from './report.ts';

/** `junit.xml`: the run for a CI that reads nothing else. */
const report: Report = {
  name: 'junit',
  async build({ model, folder }) {
    await writeFile(join(folder, 'junit.xml'), junitOf(model));
  },
};
export default report;
