import { expect, it } from 'vitest';
import type { Outcome } from '../../reports/detection/detection.ts';
import type { LogEvent } from './detection-log.ts';
import { tryTwice } from './try-twice.ts';

const planted = (...outcomes: Outcome[]): LogEvent => ({
  type: 'planted',
  data: {
    defect: 'some-defect',
    durationMs: 1,
    cells: outcomes.map((outcome) => ({ suite: 'e2e/login', outcome, sights: [] })),
    fingerprint: { tree: 't', catalogue: 'c', environment: 'local' },
  },
});

it.each<[number, string, LogEvent | undefined, boolean]>([
  [1, 'a suite caught it', planted('unknown', 'caught'), false],
  [1, 'a suite missed it', planted('unknown', 'missed'), false],
  [2, 'no suite gave an answer', planted('unknown', 'unknown'), false],
  [1, 'no suite gave an answer for it was interrupted', planted('unknown'), true],
  [1, 'nothing came of it', undefined, false],
])('%i attempts are made where %s', async (attempts, _, event, stopped) => {
  let made = 0;
  const said: string[] = [];
  await tryTwice({ name: 'some-defect', say: (line) => said.push(line), interruption: { stopped } }, () => {
    made += 1;
    return Promise.resolve(event);
  });
  expect(made).toBe(attempts);
  expect(said).toHaveLength(attempts - 1);
});
