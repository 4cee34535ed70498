import { parseInspection } from '../../process/inspect.ts';
import type { K6Output } from '../../process/k6-process.ts';
import { RowReader } from '../../samples/csv-rows.ts';
import { LoadSamples } from '../../samples/load-samples.ts';
import { uniformFrom } from '../../samples/testing/random.ts';
import { judgeThreshold, readThresholds } from '../script-thresholds.ts';
import { askK6, type Summary } from './ask-k6.ts';
import { meant, randomRuns, type SmallRun } from './random-runs.ts';
import { say } from '../../../../../kernel/sentence.ts';

export interface Comparison {
  readonly thresholds: number;
  /** Judged by neither: no sample. */
  readonly empty: number;
  /** A sentence each: of thresholds that we leave open and k6 decides. */
  readonly open: readonly string[];
  /** A sentence each: where we say something else than k6. */
  readonly different: readonly string[];
}

/** Judges so many random small runs by k6, and by us from the same process's samples. */
export async function compareWithK6(
  k6: string,
  { runs: count, seed, output = 'harness-rows' }: { runs: number; seed: number; output?: K6Output },
): Promise<Comparison> {
  const isExact = output === 'harness-rows';
  const runs = randomRuns(count, uniformFrom(seed), isExact);
  const { summary, rows } = await askK6(k6, runs, output);
  const samples = read(rows, runs);
  const compared = runs.flatMap((run) => comparedRun(run, summary, samples));
  const sentences = (verdict: string) =>
    compared.filter((one) => one.is === verdict).map((one) => one.sentence);
  return {
    thresholds: compared.length,
    empty: sentences('empty').length,
    open: sentences('open'),
    different: [
      ...sentences('different'),
      ...(isExact ? runs.flatMap((run) => differentValues(run, summary, samples)) : []),
    ],
  };
}

function thresholdsOf(runs: readonly SmallRun[]) {
  const thresholds = Object.assign({}, ...runs.map((run) => run.thresholds)) as object;
  return readThresholds(parseInspection(JSON.stringify({ thresholds })));
}

function read(rows: string, runs: readonly SmallRun[]): LoadSamples {
  const selectors = thresholdsOf(runs).map((one) => one.selector);
  const samples = new LoadSamples(selectors, new Map(), []);
  const reader = new RowReader((row) => samples.add(row), samples.listener);
  reader.push(rows);
  reader.end();
  if (reader.malformed > 0) throw new Error(`${reader.malformed} rows of k6 were not understood`);
  return samples;
}

function comparedRun(run: SmallRun, summary: Summary, samples: LoadSamples) {
  return Object.entries(run.thresholds).flatMap(([key, expressions]) =>
    expressions.map((expression) => {
      const [threshold] = thresholdsOf([{ ...run, thresholds: { [key]: [expression] } }]);
      if (threshold === undefined) throw new Error(`${key}: ${expression} is not understood`);
      const judged = judgeThreshold(threshold, samples.total);
      const ok = summary.metrics[shownBy(key)]?.thresholds?.[expression]?.ok;
      const check = 'judged' in judged ? judged.judged.check : undefined;
      const ours = 'open' in judged ? say(judged.open) : `${check?.outcome ?? ''} ${check?.detail ?? ''}`;
      const sentence = `${run.kind} ${key}: ${expression}: k6 says ${String(ok)}, we say ${ours}`;
      if ('open' in judged && meant(run, key) > 0) return { is: 'open', sentence };
      if ('open' in judged) return { is: ours.endsWith('saw no sample.') ? 'empty' : 'open', sentence };
      if (meant(run, key) === 0) return { is: 'different', sentence };
      return { is: (check?.outcome === 'passed') === ok ? 'same' : 'different', sentence };
    }),
  );
}

/** Its summary names a metric without the blanks at both ends of the braces. */
function shownBy(key: string): string {
  return key.replace(/\{\s+/, '{').replace(/\s+\}$/, '}');
}

/** What k6 calls a stat in its summary, and we in a metric's name. */
const STATS = {
  trend: {
    avg: 'avg',
    min: 'min',
    med: 'med',
    max: 'max',
    'p(90)': 'p90',
    'p(95)': 'p95',
    'p(99)': 'p99',
    'p(99.9)': 'p99.9',
    count: 'count',
  },
  counter: { count: 'count' },
  rate: { rate: 'rate' },
  gauge: { value: 'value', min: 'min', max: 'max' },
} as const;

function differentValues(
  { metric, kind }: SmallRun,
  summary: Summary,
  samples: LoadSamples,
): readonly string[] {
  return Object.entries(STATS[kind]).flatMap(([theirs, ours]) => {
    const theirValue = summary.metrics[metric]?.values[theirs];
    const found = samples.total.stat({ metric, tags: [] }, ours)?.value;
    return theirValue === found
      ? []
      : [`${kind} ${metric}.${theirs}: k6 says ${String(theirValue)}, we say ${String(found)}`];
  });
}
