import { join } from 'node:path';
import type { PlaywrightCli } from './cli.ts';

const SOURCE = join(import.meta.dirname, 'inbox.reporter.ts');

/** Our reporter as that Playwright's Node can load it: as it is, or, for one that knows no TypeScript, as a script in `work`. */
export async function reporterFor({ node }: PlaywrightCli, work: string): Promise<string> {
  if (node === process.execPath) return SOURCE;
  const { build } = await import('esbuild');
  const outfile = join(work, 'inbox.reporter.cjs');
  await build({
    entryPoints: [SOURCE],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
  });
  return outfile;
}
