import { beforeAll, expect, test } from 'vitest';
import { binding } from '../../../fixtures/bindings/target.ts';
import { type Client, signIn } from '../shared/client.ts';
import { openStream } from '../shared/event-stream.ts';
import { createWorkflow, runNow, startRun } from '../shared/runs.ts';
import type { Run } from '../shared/shapes.ts';
import { until } from '../shared/until.ts';

const { apiUrl, accounts } = binding();
/** README: longer a step never takes, whatever it asks for. */
const LONGEST_MS = 5000;
const WAIT_MS = 60_000;

let user: Client;
beforeAll(async () => {
  user = await signIn(apiUrl, accounts.user);
});

async function ended(steps: readonly string[]): Promise<Run> {
  const started = await startRun(user, await createWorkflow(user, 'Steps', steps));
  return until(
    'the end of the run',
    () => runNow(user, started),
    ({ finishedAt }) => finishedAt !== null,
    WAIT_MS,
  );
}

test(
  'a step takes as long as it asks for, and at most 5 s @FUN-03/run @FUN-03/result',
  async () => {
    const asked = [
      'wait 0',
      'wait 300',
      'wait 999999999',
      'wait 99999999999',
      'wait',
      ' wait 900',
      'WAIT 900',
      'wait 900 ms',
    ];
    const one = await ended(asked.map((step) => step));
    const took = Object.fromEntries(
      one.result?.steps.map(({ name, durationMs }) => [name, durationMs]) ?? [],
    );
    expect(Object.keys(took), 'steps, in their order').toEqual(asked);
    expect(took['wait 300'], 'ms of `wait 300`').toBeGreaterThanOrEqual(299);
    expect(took['wait 999999999'], 'ms of one that asks for more').toBeGreaterThanOrEqual(LONGEST_MS - 1);
    expect(took['wait 999999999'], 'ms of one that asks for more').toBeLessThan(2 * LONGEST_MS);
    // Whatever else is a name like any other.
    for (const name of asked.filter((step) => !['wait 300', 'wait 999999999'].includes(step)))
      expect(took[name], `ms of \`${name}\``).toBeLessThan(900);
  },
  WAIT_MS,
);

test('progress is how much is done, never more, and 100 only at the end @FUN-03/run @FUN-03/live-sse', async () => {
  for (const count of [1, 3, 7, 19]) {
    const stream = await openStream(user);
    const run = await ended(Array.from({ length: count }, (_, n) => `step ${n}`));
    const of = () =>
      stream.events.filter(({ type, data }) => type === 'run.progress' && data.includes(run.id));
    await until('its end is told', of, (all) => all.some(({ data }) => data.includes('succeeded')), WAIT_MS);
    stream.close();
    const told = of().map(({ data }) => (JSON.parse(data) as { progress: number }).progress);
    const done = Array.from({ length: count }, (_, n) => Math.floor((100 * (n + 1)) / count));
    expect(told, `progress of ${count} steps`).toEqual([0, 0, ...done]);
  }
});
