import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../kernel/process.ts';
import { patience } from '../../kernel/testing/patience.ts';
import { detectionSchema, type Detection } from '../../reports/detection/detection.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness, startHarness } from './cli.ts';
import { runNamed } from './run-evidence.ts';
import { processesOf } from './stragglers.ts';

/** One in the database and one in a process; each claimed by one quick suite. */
const [NOTICED, MISSED] = ['events-stored-again', 'harmless-header-added'];
const DEFECTS = [NOTICED, MISSED];
const LONG = { timeoutMs: patience(120_000) };

/** Of MISSED. The suite that claims it checks headers too, but not this one. */
const INVISIBLE = `import { onAnswer } from '../../service/http/request-seams.ts';
import { defineDefect } from '../../../../../kernel/defect.ts';
export default defineDefect({
  id: '${MISSED}', title: 'Answers carry one more header.', area: 'contract',
  breaks: ['CON-04'], suites: ['contract/headers'], part: 'api',
  plant: () => onAnswer.replaceWith((right) => (request, reply, payload) => {
    void reply.header('x-harmless', '1');
    return right(request, reply, payload);
  }),
});`;

let checkout: Checkout;

beforeAll(() => {
  checkout = makeCheckout();
  checkout.write(`fixtures/targets/reference/defects/api/${MISSED}.defect.ts`, INVISIBLE);
});
afterAll(() => checkout.remove());

/** The last one that was begun; ids sort by time. Of some defects only, `latest` points to none. */
function newest(): Detection {
  const folder = join(checkout.root, 'reports/detect');
  const id = readdirSync(folder).sort().at(-1) ?? '';
  return detectionSchema.parse(JSON.parse(readFileSync(join(folder, id, 'detect.json'), 'utf8')));
}

/** How many of them at most went on when one of them began. */
function mostAtOnce(records: readonly Readonly<Record<string, unknown>>[]): number {
  const spans = records.map(({ startedAt, endedAt }) => ({ start: String(startedAt), end: String(endedAt) }));
  const at = (moment: string) => spans.filter(({ start, end }) => start <= moment && moment < end).length;
  return Math.max(...spans.map(({ start }) => at(start)));
}

describe('detect', () => {
  it('refuses what it does not know, and names what is near it', async () => {
    const { code, said } = await harness(checkout, ['detect', '--defect', NOTICED, '--clean', 'x']);
    expect(said).toContain('--clean: got "x"');
    expect(code).toBe(254);
    const unknown = await harness(checkout, ['detect', '--defect', 'events-stored-agian']);
    expect(unknown.said).toContain(`near it: ${NOTICED}`);
    expect(unknown.code).toBe(254);
  });

  // With a clean run: detect.long.test.ts.
  it('goes on where it was killed, and tells what was caught from what was missed', async () => {
    const args = ['detect', '--defect', ...DEFECTS, '--clean', '0'];
    const killed = startHarness(checkout, args, LONG);
    await waitUntil(() => checkout.runs().length === DEFECTS.length, patience(10_000));
    const second = await harness(checkout, args);
    expect(second.said).toContain(`a detection goes on already, in process ${killed.pid}`);
    expect(second.code).toBe(254);
    process.kill(killed.pid, 'SIGKILL');
    await killed.ended;
    const begun = checkout.runs();
    const isSealed = (id: string) => existsSync(join(runNamed(checkout, id).folder, 'manifest.json'));
    expect(await waitUntil(() => begun.every(isSealed), patience(10_000))).toBe(true);
    const records = begun.map((id) => runNamed(checkout, id).json('run.json'));
    expect(records.map(({ status }) => status)).toContain('interrupted');
    expect(mostAtOnce(records), 'runs side by side').toBe(Math.min(DEFECTS.length, availableParallelism()));

    const { code, said } = await harness(checkout, args, LONG);
    const done = Number(/(\d) defects? and 0 clean runs are done/.exec(said)?.[1]);
    expect(done, said).toBeLessThan(DEFECTS.length);
    expect(said).toContain('1 of 2 planted defects with a suite caught, 1 missed');
    expect(code, said).toBe(1);
    expect(checkout.runs()).toHaveLength(begun.length + DEFECTS.length - done);
    const { defects, complete } = newest();
    expect(complete).toBe(true);
    expect(Object.fromEntries(defects.map(({ id, outcome }) => [id, outcome]))).toEqual({
      [NOTICED]: 'caught',
      [MISSED]: 'missed',
    });
    for (const { run = '' } of defects)
      expect(runNamed(checkout, run).json('run.json')['status']).toBe('completed');
    const cellsOf = (wanted: string) => defects.find(({ id }) => id === wanted)?.cells;
    expect(cellsOf(MISSED)).toMatchObject([
      { suite: 'contract/headers', outcome: 'missed', verdict: 'pass' },
    ]);
    const [cell] = cellsOf(NOTICED) ?? [];
    expect(cell?.sights[0]?.observed).toMatch(/expected/i);
    expect(cell?.timeToCatchMs).toBeGreaterThan(0);
  });

  it('leaves runs that nobody can take for a release, and no process', async () => {
    const { run = '' } = newest().defects.find(({ id }) => id === NOTICED) ?? {};
    expect(runNamed(checkout, run).json('run.json')['detection']).toMatchObject({
      defect: { id: NOTICED },
    });
    const page = readFileSync(join(runNamed(checkout, run).reports, 'index.html'), 'utf8');
    expect(page).toContain('it is no evidence for a release');
    const judged = await harness(checkout, ['judge', run]);
    expect(judged.said).toContain('a defect was planted for this run');
    for (const link of ['evidence/latest', 'reports/latest', 'reports/detect/latest'])
      expect(existsSync(join(checkout.root, link)), link).toBe(false);
    expect(await waitUntil(() => processesOf(checkout.root).length === 0, patience(10_000))).toBe(true);
  });

  it('stops at Ctrl-C with its current run, and counts that run for nothing', async () => {
    const before = checkout.runs().length;
    const args = ['detect', '--defect', MISSED, '--clean', '0', '--json'];
    const running = startHarness(checkout, args, LONG);
    await waitUntil(() => checkout.runs().length > before, patience(10_000));
    process.kill(running.pid, 'SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect(stderr).toContain('interrupted: stopping the current run');
    const { defects, verdict } = detectionSchema.parse(JSON.parse(stdout));
    expect(defects).toMatchObject([{ id: MISSED, outcome: 'not tried yet' }]);
    expect([verdict, code]).toEqual(['unknown', 2]);
    expect(runNamed(checkout, checkout.runs().at(-1) ?? '').json('run.json')['status']).toBe('interrupted');
  });

  it('is the only one who plants: run has no such option', async () => {
    const { code, said } = await harness(checkout, ['run', 'contract/headers', '--defect', NOTICED]);
    expect(said).toContain("unknown option '--defect'");
    expect(code).toBe(254);
  });
});
