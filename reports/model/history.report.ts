import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printableLines } from '../../kernel/printable.ts';
import { summaryOf } from './model.ts';
import { SUMMARY_FILE } from './previous-runs.ts';
import { defineReport } from '../report.ts';

/** `summary.json`: what later runs need of this one, to say since when something fails and to draw trends. */
export default defineReport({
  name: 'history',
  async build({ model, folder }) {
    await writeFile(
      join(folder, SUMMARY_FILE),
      `${printableLines(JSON.stringify(summaryOf(model), undefined, 2))}\n`,
    );
  },
});
