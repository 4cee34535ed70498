import { join } from 'node:path';
import { createFinder } from '../../fixtures/tools/finder.ts';
import { InfraError } from '../../kernel/errors.ts';
import type { Tool } from '../../kernel/tool.ts';
import { ROOT } from '../root.ts';
import type { Command } from './cost.ts';

export const SAMPLES = join(import.meta.dirname, 'samples');

/** The same plain file under its bare tool and under the harness. */
export interface Compared {
  readonly bare: Command;
  readonly harness: Command;
}

export interface BenchPlace {
  /** A copy of the checkout, whose evidence is its own. */
  readonly root: string;
  /** Where bare tools may write. */
  readonly folder: string;
  /** What both sides are told. */
  readonly env: Readonly<Record<string, string>>;
  /** What they load. */
  readonly url: string;
}

/** `./harness <args>` of the copy. */
export function harness({ root, env, folder }: BenchPlace, args: readonly string[]): Command {
  return { args: [join(root, 'harness'), ...args], cwd: folder, env };
}

/** `./harness run` of a plain file, as a stranger would. */
function runPlain(place: BenchPlace, file: string): Command {
  return harness(place, ['run', file, '--base-url', place.url, '--no-allure']);
}

export async function k6Commands(place: BenchPlace, sample: string): Promise<Compared> {
  const { default: k6 } = await import('../../load/engines/k6/k6.tool.ts');
  const script = join(SAMPLES, sample);
  const bare = await path(k6);
  return {
    bare: {
      args: [bare, 'run', '--quiet', '--no-usage-report', script],
      cwd: place.folder,
      env: { ...place.env, BASE_URL: place.url },
    },
    harness: runPlain(place, script),
  };
}

export async function playwrightCommands(place: BenchPlace): Promise<Compared> {
  const { browsersPath } = await import('../../e2e/engines/playwright/browsers.ts');
  const { default: chromium } = await import('../../e2e/engines/playwright/chromium.tool.ts');
  const found = await createFinder().find(chromium);
  if ('missing' in found) throw new InfraError(found.missing);
  const spec = join(SAMPLES, 'pages.spec.ts');
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
  const config = join(SAMPLES, 'playwright.config.ts');
  const output = join(place.folder, 'playwright-output');
  const browsers = await browsersPath({ chromium: found });
  return {
    bare: {
      args: [process.execPath, cli, 'test', '--config', config, '--output', output, spec],
      cwd: place.folder,
      env: { ...place.env, BASE_URL: place.url, PLAYWRIGHT_BROWSERS_PATH: browsers },
    },
    harness: runPlain(place, spec),
  };
}

/** `./harness list` beside a Node that does nothing. */
export function listCommands(place: BenchPlace): Compared {
  return {
    bare: { args: [process.execPath, '-e', '0'], cwd: place.folder },
    harness: harness(place, ['list']),
  };
}

async function path(tool: Tool): Promise<string> {
  const found = await createFinder().find(tool);
  if ('missing' in found) throw new InfraError(found.missing);
  return found.path;
}
