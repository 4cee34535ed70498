import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Definitions } from './definitions.ts';
import type { Engine, SuiteRun } from './engine.ts';
import { environmentSchema } from './environment.ts';
import { startNested } from './start-nested.ts';
import type { Kind } from './suite.ts';
import type { RunningTarget } from './target.ts';
import { sampleSuite } from './testing/samples.ts';

let work: string;
let ran: string[];
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'nested-'));
  ran = [];
});
afterEach(() => rmSync(work, { recursive: true }));

/** Starts what it is told to. */
const engine = (name: string, kind: Kind, uses: readonly string[], starts?: string): Engine => ({
  name,
  kinds: [kind],
  uses,
  toolKind: 'perf',
  tools: [],
  metrics: [],
  accepts: () => Promise.resolve(undefined),
  parse: (options) => options,
  unavailable: () => Promise.resolve(undefined),
  run: async (run) => {
    ran.push(name);
    if (starts !== undefined) await run.start({ engine: starts, options: {}, as: '' });
  },
});

const target = {} as RunningTarget;

function start(
  starter: Engine,
  started: readonly Engine[],
  allows: readonly string[],
  reach: { target?: RunningTarget } = { target },
) {
  const environment = environmentSchema.parse({ name: 'here', title: 'T', owner: 'o', target: 't', allows });
  const definitions = { engines: started.map((value) => ({ value, file: 'x', folder: '/x' })) };
  const outer = { suite: sampleSuite({ name: 'chaos/x' }), environment, work, folder: work, ...reach };
  const request = { engine: started[0]?.name ?? '', options: {}, as: '' };
  return startNested(outer as SuiteRun, starter, definitions as unknown as Definitions, request);
}

it('runs what its starter declares and the environment allows', async () => {
  await start(engine('experiment', 'chaos', ['k6']), [engine('k6', 'load', [])], ['chaos', 'load']);
  expect(ran).toEqual(['k6']);
});

it('starts nothing that the environment does not allow, whatever the plan said', async () => {
  const started = start(engine('experiment', 'chaos', ['k6']), [engine('k6', 'load', [])], ['chaos']);
  await expect(started).rejects.toThrow(
    'chaos/x starts k6: environment here does not allow load; it allows: chaos. Fix: add load',
  );
  expect(ran).toEqual([]);
  expect(existsSync(join(work, 'k6-beside'))).toBe(false);
});

it('starts nothing that its starter does not declare, for no plan has asked for that', async () => {
  const started = start(engine('experiment', 'chaos', []), [engine('k6', 'load', [])], ['chaos', 'load']);
  await expect(started).rejects.toThrow(
    'engine experiment starts k6, which it does not declare. Fix: list it',
  );
  expect(ran).toEqual([]);
});

it('asks each time anew when one starts another', async () => {
  const between = engine('between', 'chaos', ['scan'], 'scan');
  const chain = [between, engine('scan', 'security', [])];
  await expect(start(engine('experiment', 'chaos', ['between']), chain, ['chaos'])).rejects.toThrow(
    'chaos/x starts scan: environment here does not allow security',
  );
  expect(ran).toEqual(['between']);
});

it('asks the one that starts, not whoever started that', async () => {
  const between = engine('between', 'chaos', ['scan'], 'scan');
  const chain = [between, engine('scan', 'security', [])];
  await start(engine('experiment', 'chaos', ['between']), chain, ['chaos', 'security']);
  expect(ran).toEqual(['between', 'scan']);
});

it('starts nothing that needs a target where there is none', async () => {
  const starter: Engine = { ...engine('scan', 'security', ['k6', 'lint']), needs: 'source' };
  const lint: Engine = { ...engine('lint', 'security', []), needs: 'source' };
  const started = start(starter, [engine('k6', 'security', [])], ['security'], {});
  await expect(started).rejects.toThrow('engine scan starts k6, which needs a target, and has none. Fix: ');
  expect(ran).toEqual([]);
  await start(starter, [lint], ['security'], {});
  expect(ran).toEqual(['lint']);
});
