import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killTied, spawnTied } from '../../kernel/tied-program.ts';

/** Allure's own command line, found as its package is. */
const CLI = join(dirname(fileURLToPath(import.meta.resolve('allure'))), '..', 'cli.js');
const TIMEOUT_MS = 60_000;
const KEPT = 2000;

export interface Generate {
  readonly title: string;
  /** Result files. */
  readonly results: string;
  /** A folder of ours, removed by the caller; the report is written below it. */
  readonly work: string;
  /** A JSONL file that is read, and gets a line for this run. */
  readonly history: string;
}

export interface Generated {
  readonly html: string;
  /** How many tests the report shows. */
  readonly total: number;
}

/**
 * Generates one self-contained page. It runs in a process of its own: on a report that is too large, Allure ends the process
 * that it runs in.
 */
export async function generate({ title, results, work, history }: Generate): Promise<Generated> {
  const output = join(work, 'report');
  const config = join(work, 'allurerc.json');
  const options = { singleFile: true, reportName: title, groupBy: ['parentSuite', 'suite', 'subSuite'] };
  const plugins = { awesome: { options } };
  await writeFile(config, JSON.stringify({ name: title, output, historyPath: history, plugins }));
  const args = [CLI, 'generate', '--config', config, '--cwd', work, results];
  await run(args, work);
  const html = await readFile(join(output, 'index.html'), 'utf8');
  const { stats } = JSON.parse(await readFile(join(output, 'summary.json'), 'utf8')) as {
    readonly stats: { readonly total: number };
  };
  return { html: withoutAnalytics(html), total: stats.total };
}

async function run(args: readonly string[], cwd: string): Promise<void> {
  const child = spawnTied({ command: process.execPath, args, cwd });
  const timer = setTimeout(() => killTied(child), TIMEOUT_MS);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-KEPT)));
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  if (code !== 0) throw new Error(`allure generate ended with ${code ?? 'a signal'}: ${said.trim()}`);
}

/** No script, image or connection from elsewhere may load, whatever else the page holds. */
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src data: blob: 'unsafe-inline' 'unsafe-eval'; base-uri *">`;

const ANALYTICS =
  /<script async src="https:\/\/www\.googletagmanager\.com[^"]*"><\/script>\s*<script>[\s\S]*?<\/script>/;

/** The page without the script that would tell a third party of every reader. Throws if any of it is left. */
export function withoutAnalytics(html: string): string {
  const clean = html.replace(ANALYTICS, '').replace('<meta charset="utf-8">', `$&\n    ${POLICY}`);
  if (clean.includes('googletagmanager') || !clean.includes(POLICY))
    throw new Error(
      'the analytics script of Allure could not be taken out: look at what this version writes',
    );
  return clean;
}
