import { dirname } from 'node:path';
import type { SuiteRun } from '../../../../kernel/engine.ts';
import { InfraError } from '../../../../kernel/errors.ts';
import k6Tool from '../k6.tool.ts';
import type { K6Options } from '../options.ts';
import { OthersWatch } from '../watch/others-cpu.ts';
import { proveAwake } from './canary.ts';
import { type Inspection, parseInspection } from './inspect.ts';
import { K6Log } from './k6-log.ts';
import { callOf, INSPECT_ARGS, type K6, type K6Output, readAll, startK6 } from './k6-process.ts';
import type { Script } from './script.ts';

/** What is asked of k6 before anything else, so that what a load needs is read and loaded while it answers. */
export interface FirstLook {
  readonly k6: K6;
  /** Reads what others than this run use of the CPU, from here on. */
  readonly others: OthersWatch;
  /** None where the load was recorded elsewhere. */
  readonly live: LiveLook | undefined;
}

export interface LiveLook {
  /** The script as it is. */
  readonly inspected: Promise<Inspected>;
  /** Rejects where this k6 does not show that it is awake. */
  readonly output: Promise<K6Output>;
}

/** The script's options, or what k6 says when it cannot load it. */
export type Inspected = { readonly inspection: Inspection } | { readonly reason: string };

/** Finds k6 and asks it, but does not wait for the answers: only until it has begun, for until then it needs this process. */
export async function lookFirst(run: SuiteRun<K6Options>): Promise<FirstLook> {
  const { options } = run;
  const found = await run.tools.find(k6Tool);
  if ('missing' in found) throw new InfraError(found.missing);
  const k6 = { program: found.path, scope: run.scope, env: { ...run.variables, ...options.env } };
  const others = new OthersWatch(run.id);
  others.read(Date.now());
  if (run.load.recorded !== undefined) return { k6, others, live: undefined };
  const plain = { file: options.script, folder: dirname(options.script), bundle: undefined };
  const inspecting = Promise.withResolvers<true>();
  const proving = Promise.withResolvers<true>();
  const inspected = inspect(k6, plain, () => inspecting.resolve(true));
  const output = proveAwake(k6, run.work, () => proving.resolve(true));
  // Where one fails, whoever waits for it hears of it.
  for (const answer of [inspected, output]) answer.catch(() => undefined);
  await Promise.race([Promise.all([inspecting.promise, proving.promise]), inspected, output]);
  return { k6, others, live: { inspected, output } };
}

export async function inspect(
  k6: K6,
  script: Pick<Script, 'file' | 'folder' | 'bundle'>,
  onBegun?: () => void,
): Promise<Inspected> {
  let stdout = '';
  const log = new K6Log(undefined, process.cwd());
  const lines = log.reader();
  const child = await startK6(k6, callOf(INSPECT_ARGS, script));
  onBegun?.();
  const exit = await readAll(
    child,
    (chunk) => (stdout += chunk),
    (chunk) => lines.push(chunk),
  );
  lines.end();
  if (exit.code === 0) return { inspection: parseInspection(stdout) };
  return { reason: log.lastError ?? `exit ${exit.code ?? exit.signal ?? '?'}` };
}
