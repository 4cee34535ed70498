import { beforeAll, expect, it } from 'vitest';
import type { Definitions } from '../../kernel/definitions.ts';
import { FURTHER_PERMISSIONS, type Environment } from '../../kernel/environment.ts';
import { kindOf } from '../../kernel/suite.ts';
import { environmentNamed, plan } from '../../kernel/plan.ts';
import { loadAll } from '../definitions.ts';

let definitions: Definitions;
let local: Environment;
beforeAll(async () => {
  definitions = await loadAll();
  local = environmentNamed(definitions, 'local');
});

function everySubset(): readonly (readonly string[])[] {
  const permissions = [...definitions.kinds.map(({ value }) => value.name), ...FURTHER_PERMISSIONS];
  return Array.from({ length: 2 ** permissions.length }, (_, bits) =>
    permissions.filter((_permission, index) => (bits & (2 ** index)) !== 0),
  );
}

/** What a suite of that name must be allowed: its own kind, and the first of each engine that its engine says it starts. */
function neededBy(suite: string, engine: string): readonly string[] {
  const usedBy = (name: string): readonly string[] =>
    definitions.engines.find(({ value }) => value.name === name)?.value.uses ?? [];
  const started = (name: string): readonly string[] =>
    usedBy(name).flatMap((used) => [firstKind(used), ...started(used)]);
  return [kindOf(suite), ...started(engine)];
}

function firstKind(name: string): string {
  return definitions.engines.find(({ value }) => value.name === name)?.value.kinds[0] ?? 'no such engine';
}

function isPlanned(suite: string, allows: Environment['allows']): boolean {
  try {
    return plan(definitions, { names: [suite], tags: [] }, { ...local, allows }).planned.length === 1;
  } catch {
    return false;
  }
}

it('every suite is planned where all kinds of engines that it may start are allowed, and nowhere else', () => {
  const subsets = everySubset();
  const wrong = definitions.suites.flatMap(({ value: { name, engine } }) => {
    const needed = neededBy(name, engine);
    return subsets
      .filter((allows) => isPlanned(name, [...allows]) !== needed.every((kind) => allows.includes(kind)))
      .map((allows) => `${name} with ${allows.join(', ')}`);
  });
  expect(wrong).toEqual([]);
});

it('an experiment puts load on the target, and needs that allowed', () => {
  expect(isPlanned('chaos/api-postgres-latency', ['chaos'])).toBe(false);
  expect(isPlanned('chaos/api-postgres-latency', ['load'])).toBe(false);
  expect(isPlanned('chaos/api-postgres-latency', ['chaos', 'load'])).toBe(true);
});
