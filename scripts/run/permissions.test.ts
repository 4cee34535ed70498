import { beforeAll, expect, it } from 'vitest';
import { loadRequirements } from '../../fixtures/requirements/requirements.ts';
import { loadDefinitions, type Definitions } from '../../kernel/definitions.ts';
import { type Environment, PERMISSIONS } from '../../kernel/environment.ts';
import { environmentNamed, plan } from '../../kernel/plan.ts';
import { ROOT } from '../root.ts';

let definitions: Definitions;
let local: Environment;
beforeAll(async () => {
  definitions = await loadDefinitions(ROOT, new Set(loadRequirements().requirements.map(({ id }) => id)));
  local = environmentNamed(definitions, 'local');
});

const subsets = Array.from({ length: 2 ** PERMISSIONS.length }, (_, bits) =>
  PERMISSIONS.filter((_permission, index) => (bits & (2 ** index)) !== 0),
);

/** The kinds of an engine and of all that it says it starts. */
function kindsOf(name: string): readonly string[] {
  const engine = definitions.engines.find(({ value }) => value.name === name)?.value;
  return [engine?.kind ?? 'no such engine', ...(engine?.uses ?? []).flatMap((used) => kindsOf(used))];
}

function isPlanned(suite: string, allows: Environment['allows']): boolean {
  try {
    return plan(definitions, { names: [suite], tags: [] }, { ...local, allows }).planned.length === 1;
  } catch {
    return false;
  }
}

it('every suite is planned where all kinds of engines that it may start are allowed, and nowhere else', () => {
  const wrong = definitions.suites.flatMap(({ value: { name, engine } }) => {
    const needed = kindsOf(engine);
    return subsets
      .filter((allows) => isPlanned(name, allows) !== needed.every((kind) => allows.includes(kind as 'load')))
      .map((allows) => `${name} with ${allows.join(', ')}`);
  });
  expect(wrong).toEqual([]);
});

it('an experiment puts load on the target, and needs that allowed', () => {
  expect(isPlanned('chaos/api-postgres-latency', ['chaos'])).toBe(false);
  expect(isPlanned('chaos/api-postgres-latency', ['load'])).toBe(false);
  expect(isPlanned('chaos/api-postgres-latency', ['chaos', 'load'])).toBe(true);
});
