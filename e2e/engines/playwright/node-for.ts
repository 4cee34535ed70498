import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isExecutable } from '../../../fixtures/tools/which.ts';
import { compareVersions } from '../../../fixtures/tools/version.ts';
import type { Sentence } from '../../../kernel/sentence.ts';

/** The oldest Playwright whose results are read. */
export const OLDEST = '1.40.0';
/** Older ones hang on an ES module under newer Nodes (nodejs/node#62104). */
const RUNS_EVERYWHERE = '1.53.0';
const HANGS_SINCE = '24.12.0';
const OLDEST_NODE = '18.0.0';

/** A Node to run a Playwright with, or why there is none. */
export type NodeChoice = { readonly node: string } | { readonly reason: Sentence };

/** The Node that a Playwright runs under: ours, or, for one that hangs there, the user's own on PATH. */
export function nodeFor(
  version: string,
  ours = process.versions.node,
  path = process.env['PATH'],
): NodeChoice {
  const which = `its own Playwright is ${version}`;
  if (compareVersions(version, OLDEST) < 0)
    return {
      reason: { what: `${which}; supported is ${OLDEST} and newer.`, fix: 'update @playwright/test.' },
    };
  if (compareVersions(version, RUNS_EVERYWHERE) >= 0 || compareVersions(ours, HANGS_SINCE) < 0)
    return { node: process.execPath };
  const node = nodesOn(path ?? '').find(isOldEnough);
  if (node !== undefined) return { node };
  return {
    reason: {
      what: `${which}, and one older than ${RUNS_EVERYWHERE} hangs under Node ${HANGS_SINCE} and newer (here ${ours}).`,
      fix: 'update @playwright/test, or have Node 20 or 22 on PATH.',
    },
  };
}

function nodesOn(path: string): readonly string[] {
  const programs = path.split(delimiter).flatMap((folder) => (folder === '' ? [] : join(folder, 'node')));
  return [...new Set(programs.filter(isExecutable).map((program) => realpathSync(program)))];
}

const ANSWERS_WITHIN_MS = 20_000;

function isOldEnough(node: string): boolean {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8', timeout: ANSWERS_WITHIN_MS });
  const version = /^v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined) return false;
  return compareVersions(version, OLDEST_NODE) >= 0 && compareVersions(version, HANGS_SINCE) < 0;
}
