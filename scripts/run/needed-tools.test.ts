import { expect, it } from 'vitest';
import type { Definitions } from '../../kernel/definitions.ts';
import type { Plan } from '../../kernel/plan.ts';
import type { Target } from '../../kernel/target.ts';
import { neededTools } from './needed-tools.ts';

const scanner = { name: 'scanner' };
const engine = {
  ...{ name: 'scan', kinds: ['security'], needs: 'source', tools: [scanner] },
  toolsFor: ({ database }: { database: boolean }) => (database ? [scanner] : []),
};
const planOf = (options: unknown, more: object = {}) =>
  ({ environment: {}, planned: [{ engine: { ...engine, ...more }, options }] }) as unknown as Plan;
const target = { tools: [{ name: 'redis' }] } as unknown as Target;
const names = (plan: Plan) =>
  neededTools(plan, { engines: [] } as unknown as Definitions, target).map(({ name }) => name);

it('a tool that the options of a suite have no use for is not needed', () => {
  expect(names(planOf({ database: true }))).toEqual(['scanner']);
  expect(names(planOf({ database: false }))).toEqual([]);
});

it('without a word from the engine all its tools are, and those of the target where one is started', () => {
  expect(names(planOf({}, { toolsFor: undefined }))).toEqual(['scanner']);
  expect(names(planOf({}, { toolsFor: undefined, needs: 'target' }))).toEqual(['redis', 'scanner']);
});
