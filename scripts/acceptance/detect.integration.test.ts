import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../../kernel/process.ts';
import { patience } from '../../kernel/testing/patience.ts';
import { detectionSchema, type Detection } from '../../reports/detection.ts';
import { makeCheckout, type Checkout } from './checkout.ts';
import { harness, startHarness } from './cli.ts';
import { runNamed } from './run-evidence.ts';
import { processesOf } from './stragglers.ts';

/** One in a process, one in the database; each claimed by one quick suite. */
const [IN_PROCESS, IN_DATABASE] = ['sniffing-allowed', 'events-stored-again'];
const DEFECTS = [IN_DATABASE, IN_PROCESS].sort();
const LONG = { timeoutMs: patience(120_000) };

/** The suite that claims it checks headers too, but not this one. */
const INVISIBLE = `import { onAnswer } from '../../service/request-seams.ts';
import { defineDefect } from '../defect.ts';
export default defineDefect({
  id: 'harmless-header-added', title: 'Answers carry one more header.', area: 'contract',
  breaks: ['CON-04'], suites: ['contract/headers'], part: 'api',
  plant: () => onAnswer.replaceWith((right) => (request, reply, payload) => {
    void reply.header('x-harmless', '1');
    return right(request, reply, payload);
  }),
});`;

let checkout: Checkout;

beforeAll(() => {
  checkout = makeCheckout();
  checkout.write('fixtures/targets/reference/defects/api/harmless-header-added.defect.ts', INVISIBLE);
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
    const { code, said } = await harness(checkout, ['detect', '--defect', 'sniffing-alowed', '--clean', 'x']);
    expect(said).toContain('--clean: got "x"');
    expect(code).toBe(254);
    const unknown = await harness(checkout, ['detect', '--defect', 'sniffing-alowed']);
    expect(unknown.said).toContain(`near it: ${IN_PROCESS}`);
    expect(unknown.code).toBe(254);
  });

  it('goes on where it was killed, catches what its suites must notice, and finds no false alarm', async () => {
    const args = ['detect', '--defect', ...DEFECTS, '--clean', '1'];
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
    expect(said).toContain('2 of 2 planted defects with a suite caught, 0 false alarms in 1 clean run');
    expect(code, said).toBe(0);
    expect(checkout.runs()).toHaveLength(begun.length + DEFECTS.length - done + 1);
    const { defects, complete, clean } = newest();
    expect(complete).toBe(true);
    expect(clean.runs).toHaveLength(1);
    expect(defects.map(({ id }) => id).sort()).toEqual(DEFECTS);
    expect(defects.every(({ outcome }) => outcome === 'caught')).toBe(true);
    for (const { cells, run = '' } of defects) {
      expect(runNamed(checkout, run).json('run.json')['status']).toBe('completed');
      expect(cells[0]?.sights[0]?.observed).toMatch(/expected/i);
      expect(cells[0]?.timeToCatchMs).toBeGreaterThan(0);
    }
  });

  it('leaves runs that nobody can take for a release, and no process', async () => {
    const { run = '' } = newest().defects.find(({ id }) => id === IN_DATABASE) ?? {};
    expect(runNamed(checkout, run).json('run.json')['detection']).toMatchObject({
      defect: { id: IN_DATABASE },
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
    const args = ['detect', '--defect', 'harmless-header-added', '--clean', '0'];
    const running = startHarness(checkout, args, LONG);
    await waitUntil(() => checkout.runs().length > before, patience(10_000));
    process.kill(running.pid, 'SIGINT');
    const { code, said } = await running.ended;
    expect(said).toContain('interrupted: stopping the current run');
    expect(said).toContain('1 not tried yet');
    expect(code).toBe(2);
    expect(runNamed(checkout, checkout.runs().at(-1) ?? '').json('run.json')['status']).toBe('interrupted');
  });

  it('says of a defect that nobody noticed that it was missed', async () => {
    const args = ['detect', '--defect', 'harmless-header-added', '--clean', '0', '--json'];
    const { code, stdout } = await harness(checkout, args, LONG);
    const { defects, verdict } = detectionSchema.parse(JSON.parse(stdout));
    expect(defects[0]?.cells).toMatchObject([
      { suite: 'contract/headers', outcome: 'missed', verdict: 'pass' },
    ]);
    expect([verdict, code]).toEqual(['fail', 1]);
  });

  it('is the only one who plants: run has no such option', async () => {
    const { code, said } = await harness(checkout, ['run', 'contract/headers', '--defect', IN_PROCESS]);
    expect(said).toContain("unknown option '--defect'");
    expect(code).toBe(254);
  });
});
