import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Definitions } from './definitions.ts';
import { needsTarget, type Engine, type NestedStart, type Needs, type SuiteRun } from './engine.ts';
import { InfraError, SuiteError } from './errors.ts';
import { engineNamed, refuse } from './plan.ts';
import { overheard, prefixed } from './prefixed-recorder.ts';

/**
 * Runs another engine inside a suite. The plan has asked already whether the environment allows it; asked here once more, for
 * whatever a plan did not foresee.
 */
export async function startNested(
  outer: SuiteRun<unknown, Needs>,
  starter: Engine,
  definitions: Definitions,
  { engine: name, options, as, heard }: NestedStart,
): Promise<void> {
  const engine = engineNamed(definitions, name);
  refuseUnforeseen(outer, starter, engine);
  const parsed = engine.parse(options, outer.folder);
  const { environment, tools } = outer;
  const unavailable = await engine.unavailable({ environment, tools, options: parsed });
  if (unavailable !== undefined) throw new InfraError(unavailable);
  const work = join(outer.work, `${name}-${as || 'beside'}`);
  mkdirSync(work, { recursive: true, mode: 0o700 });
  const recorder = as === '' ? outer.recorder : prefixed(outer.recorder, as);
  await engine.run({
    ...outer,
    options: parsed,
    work,
    recorder: heard === undefined ? recorder : overheard(recorder, heard),
    // What this one starts is asked of what it declares itself.
    start: (request) => startNested(outer, engine, definitions, request),
  });
}

function refuseUnforeseen(
  { suite, environment, target }: SuiteRun<unknown, Needs>,
  starter: Engine,
  started: Engine,
): void {
  const { name } = started;
  const [kind] = started.kinds;
  const [refused] = refuse(`${suite.name} starts ${name}`, kind, environment);
  if (refused !== undefined)
    throw new SuiteError({
      what: `${refused}.`,
      fix: `add ${kind} to what the environment allows, or run it elsewhere.`,
    });
  if (target === undefined && needsTarget(started))
    throw new SuiteError({
      what: `${suite.name}: engine ${starter.name} starts ${name}, which needs a target, and has none.`,
      fix: `leave out "needs" of ${starter.name}.`,
    });
  if (starter.uses?.includes(name) === true) return;
  throw new SuiteError({
    what: `${suite.name}: engine ${starter.name} starts ${name}, which it does not declare.`,
    fix: `list it in the engine's "uses".`,
  });
}
