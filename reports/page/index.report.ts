import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Eta } from 'eta';
import { ETA } from '../drawing/html.ts';
import { pageOf } from './page.ts';
import { defineReport, type ReportBuild } from '../report.ts';

const TEMPLATES = join(import.meta.dirname, 'templates');
const eta = new Eta({ views: TEMPLATES, ...ETA });

/** `index.html`: the page that says whether it may ship, and why. One file, opened from disk, nothing loaded from elsewhere. */
export default defineReport({
  name: 'index',
  async build(request) {
    await writeFile(join(request.folder, 'index.html'), await renderPage(request));
  },
});

export async function renderPage(request: ReportBuild): Promise<string> {
  const [css, script] = await Promise.all(
    ['report.css', 'report.js'].map((name) => readFile(join(TEMPLATES, name), 'utf8')),
  );
  return eta.render('./page', { ...pageOf(request), css, script });
}
