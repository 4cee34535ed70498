import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderDocument } from '../drawing/document.ts';
import { defineReport, type ReportBuild } from '../report.ts';
import { pageOf } from './page.ts';

/** `index.html`: the page that says whether it may ship, and why. One file, opened from disk, nothing loaded from elsewhere. */
export default defineReport({
  name: 'index',
  async build(request) {
    await writeFile(join(request.folder, 'index.html'), await renderPage(request));
  },
});

export function renderPage(request: ReportBuild): Promise<string> {
  return renderDocument(pageOf(request));
}
