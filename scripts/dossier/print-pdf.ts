import { pathToFileURL } from 'node:url';
import { createFinder } from '../../fixtures/tools/finder.ts';
import { InfraError } from '../../kernel/errors.ts';
import { knownTools } from '../tools/known-tools.ts';

/** A page of this disk as PDF, by the browser that Playwright drives. Throws an InfraError where there is none. */
export async function printPdf(html: string): Promise<Buffer> {
  const tool = (await knownTools()).find(({ name }) => name === 'chromium');
  if (tool === undefined) throw new InfraError('no tool is called chromium: nothing can print');
  const found = await createFinder().find(tool);
  if ('missing' in found) throw new InfraError(found.missing);
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({ executablePath: found.path });
  try {
    // Without scripts, so that times are UTC wherever it is printed.
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(html).href);
    return await page.pdf({
      format: 'A4',
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate:
        '<div style="font:8px sans-serif;width:100%;padding:0 14mm;display:flex;justify-content:space-between"><span class="title"></span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>',
      margin: { top: '14mm', bottom: '16mm', left: '12mm', right: '12mm' },
    });
  } finally {
    await browser.close();
  }
}
