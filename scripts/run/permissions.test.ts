import { beforeAll, expect, it } from 'vitest';
import type { Definitions } from '../../kernel/definitions.ts';
import type { Environment } from '../../kernel/environment.ts';
import { FURTHER_PERMISSIONS } from '../../kernel/permission.ts';
import { kindOf } from '../../kernel/suite.ts';
import { environmentNamed, plan } from '../../kernel/plan.ts';
import { loadAll } from '../definitions.ts';

let definitions: Definitions;
let local: Environment;
beforeAll(async () => {
  definitions = await loadAll();
  local = environmentNamed(definitions, 'local');
});

function everyPermission(): readonly string[] {
  return [...definitions.kinds.map(({ value }) => value.name), ...FURTHER_PERMISSIONS];
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

/** What it says itself, and what its options need, beside those. */
function furtherOf({
  value: { engine: name, options, permissions },
  folder,
}: Definitions['suites'][number]): readonly string[] {
  const engine = definitions.engines.find(({ value }) => value.name === name)?.value;
  return [...permissions, ...(engine?.permissions?.(engine.parse(options, folder)) ?? [])];
}

/** The kinds without which its engine refuses it by itself: one that disturbs what suites of chaos disturb, and starts none of them. */
function refusedWithout({ value: { engine: name, options }, folder }: Definitions['suites'][number]) {
  const engine = definitions.engines.find(({ value }) => value.name === name)?.value;
  return definitions.kinds
    .map(({ value }) => value.name)
    .filter((kind) => {
      const allows = local.allows.filter((one) => one !== kind);
      return (engine?.refuses?.(engine.parse(options, folder), { ...local, allows }) ?? []).length > 0;
    });
}

it('every suite is planned where all that it may start and disturb is allowed, and nowhere else', () => {
  const all = everyPermission();
  const wrong = definitions.suites.flatMap((found) => {
    const { name, engine } = found.value;
    const needed = [...neededBy(name, engine), ...furtherOf(found), ...refusedWithout(found)];
    const without = needed.map((one) => all.filter((other) => other !== one));
    const refused = isPlanned(name, [...needed]) ? [] : [`${name} is refused with ${needed.join(', ')}`];
    const planned = without.filter((allows) => isPlanned(name, [...allows]));
    return [...refused, ...planned.map((allows) => `${name} is planned with ${allows.join(', ')}`)];
  });
  expect(wrong).toEqual([]);
});

it('an experiment puts load on the target, and needs that allowed', () => {
  expect(isPlanned('chaos/api-postgres-latency', ['chaos'])).toBe(false);
  expect(isPlanned('chaos/api-postgres-latency', ['load'])).toBe(false);
  expect(isPlanned('chaos/api-postgres-latency', ['chaos', 'load'])).toBe(true);
});
