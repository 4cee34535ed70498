/** `npm run check`: what every commit must pass. No service, no engine, no network. */
import { STATIC_STEPS } from './quality/static-steps.ts';
import { runStep, type Step } from './quality/step.ts';

const UNIT: Step = {
  name: 'unit tests',
  command: 'vitest',
  args: ['run', '--project', 'unit', '--silent'],
};

async function inOrder(steps: readonly Step[]) {
  const results = [];
  for (const step of steps) results.push(await runStep(step));
  return results;
}

// Two lanes for two cores.
const results = (await Promise.all([inOrder(STATIC_STEPS), inOrder([UNIT])])).flat();
const failed = results.filter((result) => !result.passed);
console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
