import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browsersPath } from '../../e2e/engines/playwright/browsers.ts';
import chromium from '../../e2e/engines/playwright/chromium.tool.ts';
import { createFinder } from '../../fixtures/tools/finder.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { runBare, type BareOutcome } from './bare-tool.ts';
import { copyStrangers, filesIn, judgeStrangers, type Judged } from './stranger-runs.ts';
import { startStrangerServer, type StrangerServer } from './stranger-server.ts';
import type { Stranger } from './stranger-table.ts';

type Variables = Readonly<Record<string, string>>;

/** Of each stranger, what its bare tool and what the harness says; and what the harness leaves beside it. */
export function tellOfStrangers(strangers: readonly Stranger[]): void {
  let checkout: Checkout;
  let bareFolder: string;
  let servers: readonly StrangerServer[];
  const bare = new Map<string, BareOutcome>();
  const judged = new Map<string, Judged>();
  let left: readonly string[];

  beforeAll(
    async () => {
      checkout = makeCheckout();
      const before = new Set(filesIn(copyStrangers(checkout.strangers)));
      bareFolder = copyStrangers(join(mkdtempSync(join(tmpdir(), 'bare-')), 's'));
      const [named, other] = await Promise.all([startStrangerServer(), startStrangerServer()]);
      servers = [named, other];
      const env = { OTHER_URL: other.url };
      await Promise.all([judgeAll(named.url, env), runAllBare({ ...env, ...namedIn(named.url) })]);
      left = filesIn(checkout.strangers).filter((file) => !before.has(file));
    },
    60_000 * (5 + strangers.length),
  );

  async function judgeAll(url: string, env: Variables): Promise<void> {
    for (const group of groupsOf(strangers)) {
      const options = group[0]?.named ? ['--engine', group[0].tool] : [];
      const all = await judgeStrangers(checkout, group, { url, env, options });
      group.forEach(({ file }, index) => {
        const one = all[index];
        if (one !== undefined) judged.set(file, one);
      });
    }
  }

  async function runAllBare(variables: Variables): Promise<void> {
    const env = { ...variables, ...(await browsersEnv()) };
    for (const stranger of strangers)
      bare.set(stranger.file, await runBare(stranger, join(bareFolder, stranger.file), env));
  }

  afterAll(async () => {
    for (const server of servers) await server.close();
    await checkout.remove();
    rmSync(join(bareFolder, '..'), { recursive: true, force: true });
  });

  describe.each(strangers)('$file', (stranger) => {
    it(`the bare tool ${stranger.bare}`, () => {
      const one = bare.get(stranger.file);
      expect(one?.code === 0 ? 'succeeds' : 'fails', one?.said).toBe(stranger.bare);
      if (stranger.counts !== undefined) expect(one?.counts, one?.said).toEqual(stranger.counts);
    });

    it(`is ${stranger.verdict}, as the bare tool counts`, () => {
      const one = judged.get(stranger.file);
      expect(one?.verdict, one?.reasons).toBe(stranger.verdict);
      const counts = stranger.judgedCounts ?? stranger.counts;
      if (counts !== undefined) expect(one?.counts, one?.reasons).toEqual(counts);
      if (stranger.says !== undefined) expect(one?.reasons).toMatch(stranger.says);
    });
  });

  it('never passes where the bare tool fails', () => {
    const passed = strangers.filter(({ file }) => judged.get(file)?.verdict === 'pass');
    expect(passed.filter(({ file }) => bare.get(file)?.code !== 0).map(({ file }) => file)).toEqual([]);
    expect(passed.length).toBeGreaterThan(0);
  });

  it('leaves nothing beside them', () => {
    expect(left).toEqual([]);
  });
}

/** What the harness tells the tools of the server that is named. Vite takes BASE_URL for itself. */
function namedIn(url: string): Variables {
  return { BASE_URL: url, PLAYWRIGHT_TEST_BASE_URL: url, TARGET_WEB_URL: url };
}

/** A run for each option that they need. */
function groupsOf(strangers: readonly Stranger[]): readonly (readonly Stranger[])[] {
  const groups = Map.groupBy(strangers, ({ named, tool }) => (named ? tool : ''));
  return [...groups.values()];
}

async function browsersEnv(): Promise<Variables> {
  const found = await createFinder().find(chromium);
  return 'missing' in found ? {} : { PLAYWRIGHT_BROWSERS_PATH: await browsersPath({ chromium: found }) };
}
