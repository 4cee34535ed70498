import { describe, expect, it } from 'vitest';
import { suiteRunForTest } from '../../../fixtures/testing/suite-run.ts';
import type { Row } from './samples/csv-rows.ts';
import { bucketJournal } from './samples/journal.ts';
import { LoadSamples } from './samples/load-samples.ts';
import { CSV_HEADER, csvLine, splitByUser } from './samples/testing/recorded-csv.ts';
import { recordedRows } from './samples/testing/recorded-rows.ts';
import { workerRows } from './worker-rows.ts';

const START = 1_795_000_000_000;
const [SECONDS, PER_SECOND] = [65, 40];
const NOBODY = { add: () => undefined };
const recorded = recordedRows({ seconds: SECONDS, perSecond: PER_SECOND, startMs: START, endpoints: 15 });

interface Worker {
  readonly rows: readonly Row[];
  /** By so many seconds what it writes comes later than what the others write. */
  readonly lagSeconds?: number;
}

/** What each worker writes in each second: k6 does so once a second. */
function chunksOf({ rows, lagSeconds = 0 }: Worker): ReadonlyMap<number, string> {
  const chunks = new Map<number, string>();
  let second = 0;
  for (const row of rows) {
    second = Math.max(second, Math.floor((row.atMs - START) / 1000) + 1);
    chunks.set(second + lagSeconds, (chunks.get(second + lagSeconds) ?? '') + csvLine(row));
  }
  return chunks;
}

/** The journal of a load, written once a second while its workers write, as `measure` has it. */
async function journalOf(workers: readonly Worker[]) {
  await using run = suiteRunForTest<never>({ options: {} as never });
  const samples = new LoadSamples([], new Map(), [], START);
  const { kept, write } = bucketJournal(run);
  const rowsOf = workerRows(workers.length, samples, NOBODY);
  const all = workers.map((worker, index) => ({ reader: rowsOf(index), chunks: chunksOf(worker) }));
  for (const { reader } of all) reader.push(CSV_HEADER);
  const lastSecond = Math.max(...all.flatMap(({ chunks }) => [...chunks.keys()]));
  for (let second = 1; second <= lastSecond; second++) {
    // A pipe cuts where it likes, and pieces of all workers come in turn.
    for (const half of [0, 1])
      for (const { reader, chunks } of all) reader.push(halves(chunks.get(second) ?? '')[half] ?? '');
    for (const { reader, chunks } of all) if (second === Math.max(...chunks.keys())) reader.end();
    write(samples.finishedBuckets(START + 1000 * second));
  }
  write(samples.finishedBuckets());
  write(samples.lastBuckets());
  const malformed = all.reduce((sum, { reader }) => sum + reader.malformed, 0);
  return { text: JSON.stringify(run.recorder.events), kept, malformed };
}

function halves(text: string): readonly string[] {
  const middle = Math.floor(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

describe('what several workers tell of a load', async () => {
  const whole = await journalOf([{ rows: recorded }]);

  it('is journalled as what one would have told, which loses nothing', () => {
    expect(whole.kept).toHaveLength(7);
    expect(whole.kept.reduce((sum, { all, late }) => sum + all.requests + late, 0)).toBe(
      SECONDS * PER_SECOND,
    );
    expect(whole.malformed).toBe(0);
  });

  it.each([2, 3, 5])('of %d is the same to the byte', async (parts) => {
    const split = await journalOf(splitByUser(recorded, parts).map((rows) => ({ rows })));
    expect(split.text).toBe(whole.text);
    expect(split.kept).toEqual(whole.kept);
  });

  it.each([
    [2, 0, 7],
    [3, 1, 12],
    [5, 4, 25],
  ])('of %d is the same to the byte where worker %d is %d s behind', async (parts, slow, lagSeconds) => {
    const workers = splitByUser(recorded, parts).map((rows, worker) =>
      worker === slow ? { rows, lagSeconds } : { rows },
    );
    expect((await journalOf(workers)).text).toBe(whole.text);
  });

  it('waits a minute for a worker that says nothing, and then calls late what it says', async () => {
    const [first = [], second = []] = splitByUser(recorded, 2);
    const { kept } = await journalOf([{ rows: first }, { rows: second, lagSeconds: 90 }]);
    const requests = kept.reduce((sum, { all }) => sum + all.requests, 0);
    expect(requests).toBe(SECONDS * PER_SECOND);
    expect(kept.reduce((sum, { late }) => sum + late, 0)).toBeGreaterThan((SECONDS * PER_SECOND) / 4);
  });

  it('waits for no worker that has ended', async () => {
    await using run = suiteRunForTest<never>({ options: {} as never });
    const samples = new LoadSamples([], new Map(), [], START);
    const rowsOf = workerRows(2, samples, NOBODY);
    const [first, second] = [rowsOf(0), rowsOf(1)];
    first.push(
      CSV_HEADER +
        recorded
          .slice(0, -1)
          .map((row) => csvLine(row))
          .join(''),
    );
    expect(samples.finishedBuckets()).toEqual([]);
    second.end();
    expect(samples.finishedBuckets()).toHaveLength(5);
    first.end();
    bucketJournal(run).write(samples.finishedBuckets());
    expect(samples.lastBuckets()).toHaveLength(2);
  });
});

it('looks at thresholds by what all workers have told', () => {
  const looks: number[] = [];
  const rowsOf = workerRows(2, new LoadSamples([], new Map(), [], START), NOBODY, {
    before: (atMs) => looks.push(atMs),
  });
  const [ahead, behind] = [rowsOf(0), rowsOf(1)];
  const tell = (reader: typeof ahead, ...seconds: readonly number[]) =>
    reader.push(
      seconds
        .map((at) => csvLine({ metric: 'vus', atMs: START + 1000 * at, value: 1, tag: () => '' }))
        .join(''),
    );
  for (const reader of [ahead, behind]) reader.push(CSV_HEADER);
  tell(ahead, 1, 9);
  tell(behind, 2, 3);
  expect(looks).toEqual([-Infinity, -Infinity, START + 2000, START + 3000]);
});
