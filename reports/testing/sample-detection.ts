import type { Cell, CleanRun, DetectedDefect, Detection, Outcome } from '../detection/detection.ts';
import { outcomeOf, verdictOfDetection } from '../detection/detection-sums.ts';

export function sampleCell(outcome: Outcome, suite = 'contract/error-envelope'): Cell {
  const sight = {
    what: 'error-envelope.contract.ts › the one envelope answers › 404 to a missing <thing> @CON-04',
    observed: 'AssertionError: expected code to be NOT_FOUND\n  got nothing\n    at expect.js:464:12',
    shares: ['CON-04'],
  };
  const seen = outcome === 'caught' || outcome === 'caught elsewhere';
  return {
    suite,
    outcome,
    sights: seen ? [sight, { ...sight, what: 'p95 < 300 ms', expected: '< 300 ms' }, sight] : [],
    ...(outcome === 'caught' && { timeToCatchMs: 1840 }),
    ...(outcome === 'unknown' && { reason: 'the suite hung: it was killed with its whole process tree' }),
  };
}

export function sampleDefect(
  id: string,
  cells: readonly Cell[],
  more: Partial<DetectedDefect> = {},
): DetectedDefect {
  return {
    id,
    title: `What ${id} does`,
    area: 'contract',
    part: 'api',
    breaks: ['CON-04'],
    outcome: outcomeOf(cells),
    cells: [...cells],
    run: `run-of-${id}`,
    durationMs: 9100,
    ...more,
  };
}

export function cleanRun(...verdicts: readonly CleanRun['suites'][number]['verdict'][]): CleanRun {
  const suites = verdicts.map((verdict, index) => ({
    name: `contract/suite-${index}`,
    verdict,
    problems: verdict === 'pass' ? [] : ['x.contract.ts › it answers: expected 200, got 500'],
    failed: verdict === 'fail' ? ['x.contract.ts › it answers'] : [],
  }));
  return { run: '20261121_1300_main_1a2b3c4_0001', durationMs: 61_000, suites };
}

/** Of a commit, whole and complete; judged like a real one. */
export function sampleDetection(more: Partial<Detection> = {}): Detection {
  const detection = {
    id: '20261121_1200_main_1a2b3c4_9f3e',
    startedAt: '2026-11-21T12:00:00.000Z',
    endedAt: '2026-11-21T12:31:00.000Z',
    environment: 'local',
    target: 'reference',
    git: { branch: 'main', commit: '1a2b3c4', dirty: false },
    tree: 'ab'.repeat(32),
    complete: true,
    whole: true,
    defects: [
      sampleDefect('envelope-lost', [sampleCell('caught'), sampleCell('caught', 'contract/workflows')]),
      sampleDefect('queue-forgotten', [sampleCell('no suite yet', 'chaos/worker-kill')], {
        area: 'resilience',
      }),
    ],
    clean: { asked: 2, runs: [cleanRun('pass', 'pass'), cleanRun('pass', 'pass')] },
    tookMs: { planted: 1_202_000, clean: 122_000 },
    verdict: 'pass' as const,
    ...more,
  };
  return { ...detection, verdict: verdictOfDetection(detection) };
}

/** Everything that can go wrong, on one page. */
export function badDetection(): Detection {
  const { defects } = sampleDetection();
  return sampleDetection({
    complete: false,
    defects: [
      ...defects,
      sampleDefect('alerts-unsent', [sampleCell('missed')], { area: 'observability' }),
      sampleDefect('search-guesses', [sampleCell('caught elsewhere')], { area: 'functional' }),
      sampleDefect('worker-sleeps', [sampleCell('unknown', 'load/smoke')], { area: 'performance' }),
      sampleDefect('left-open', [sampleCell('not tried yet')]),
      sampleDefect('seen-by-one', [
        sampleCell('caught'),
        sampleCell('missed', 'contract/auth'),
        sampleCell('caught elsewhere', 'contract/search'),
        sampleCell('unknown', 'contract/openapi'),
      ]),
    ],
    clean: { asked: 2, runs: [cleanRun('pass', 'fail', 'unknown')] },
  });
}
