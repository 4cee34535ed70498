import { relative } from 'node:path';
import type { FullConfig, Location, Suite } from '@playwright/test/reporter';
import { sayShard } from '../../../fixtures/test-runners/narrowed.ts';

/** Playwright keeps the mark on what it loads, and tells reporters of it by no public name. */
interface Marked {
  readonly _only?: boolean;
  readonly location?: Location | undefined;
}

/** Why the tests that run are only a part: marks of `.only`, and a shard that the configuration names. */
export function narrowedBy(
  { shard }: Pick<FullConfig, 'shard'>,
  suite: Suite,
  folder: string,
): readonly string[] {
  const places = focused(suite).map(({ file, line }) => `.only in ${relative(folder, file)}:${line}`);
  const parts = shard ? [sayShard(shard.current, shard.total)] : [];
  return [...new Set(places), ...parts];
}

function focused(suite: Suite): readonly Location[] {
  return [...placeOf(suite), ...suite.suites.flatMap(focused), ...suite.tests.flatMap(placeOf)];
}

function placeOf({ _only, location }: Marked): readonly Location[] {
  return _only === true && location !== undefined ? [location] : [];
}
