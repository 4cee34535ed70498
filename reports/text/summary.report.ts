import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineReport } from '../report.ts';
import { summaryMarkdown } from './summary.ts';

/** `summary.md`: a comment for a pull request. */
export default defineReport({
  name: 'summary',
  async build({ model, folder }) {
    await writeFile(join(folder, 'summary.md'), summaryMarkdown(model));
  },
});
