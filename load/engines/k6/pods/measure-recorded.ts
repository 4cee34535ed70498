import { join } from 'node:path';
import type { RecordedStream } from '../../../../kernel/load-settings.ts';
import { announcer, type Measured, samplesFor } from '../measure.ts';
import { OfferWatch } from '../offer/offer-watch.ts';
import type { Plan } from '../plan.ts';
import { K6Log } from '../process/k6-log.ts';
import { MARKED_AS_FAILED } from '../process/problems.ts';
import { bucketJournal, type KeptBucket } from '../samples/journal.ts';
import { WorkerRow } from '../samples/buckets/worker-clock.ts';
import type { LoadSamples } from '../samples/load-samples.ts';
import { mergeRows } from './merge-rows.ts';
import { readRecordedLog } from './recorded-log.ts';
import { openSamples } from './sample-file.ts';
import { SideBySide } from './side-by-side.ts';
import type { Said, Sentence } from '../../../../kernel/sentence.ts';

/** In place of `measure`: folds what runners recorded elsewhere, in the order of time, as if they were workers of this run. */
export async function measureRecorded(plan: Plan, streams: readonly RecordedStream[]): Promise<Measured> {
  const { recorder, load } = plan.run;
  recorder.event('recorded-elsewhere', { export: load.recorded?.id, runners: streams.length });
  const samples = samplesFor(plan);
  samples.listener.rounded();
  const offer = new OfferWatch(plan);
  const together = new SideBySide();
  const log = new K6Log(join(plan.run.work, 'k6.log.ndjson'), process.cwd());
  log.onMessage = (text) => offer.elsewhere.addMessage(text);
  const { buckets, malformed } = await fold(plan, streams, samples, (row, runner) => {
    offer.add(row, runner);
    together.add(row, runner);
  });
  const ends = await readLogs(streams, log);
  return {
    exit: { code: ends.some((end) => end.markedAsFailed) ? MARKED_AS_FAILED : 0, signal: null },
    samples,
    buckets,
    log,
    malformed,
    // Nobody looked at the pods' machines, nor at the target: this machine's readings would be of something else.
    watched: { metrics: [], buckets: [] },
    offer,
    abortedBy: undefined,
    problems: [
      ...ends.map((end) => end.problem),
      together.problem(streams.length),
      dropProblem(offer.track.dropped),
    ].filter((problem) => problem !== undefined),
  };
}

type OnRow = Parameters<typeof mergeRows>[1];

async function fold(
  plan: Plan,
  streams: readonly RecordedStream[],
  samples: LoadSamples,
  onRow: OnRow,
): Promise<{ buckets: readonly KeptBucket[]; malformed: number }> {
  const journal = bucketJournal(plan.run);
  const announce = announcer(plan, samples);
  const files = streams.map((stream) => openSamples(stream.samples));
  const onPiece = () => {
    plan.run.signal.throwIfAborted();
    announce();
    // Not by the clock: what was recorded yesterday is not late.
    journal.write(samples.finishedBuckets());
  };
  try {
    const both: OnRow = (row, runner) => {
      samples.add(new WorkerRow(row, runner));
      onRow(row, runner);
    };
    await mergeRows(files, both, onPiece);
  } finally {
    for (const file of files) file.close();
  }
  announce();
  journal.write(samples.finishedBuckets());
  journal.write(samples.lastBuckets());
  return { buckets: journal.kept, malformed: files.reduce((sum, file) => sum + file.malformed, 0) };
}

async function readLogs(streams: readonly RecordedStream[], log: K6Log) {
  const ends: { markedAsFailed: boolean; problem?: Said }[] = [];
  for (const { instance, log: file } of streams) {
    if (file === undefined) {
      const problem = {
        what: `the log of runner ${instance} is missing: whether its iterations threw exceptions cannot be known.`,
        fix: 'copy <pod>.log.ndjson beside <pod>.csv.gz.',
      };
      ends.push({ markedAsFailed: false, problem });
      continue;
    }
    const { markedAsFailed, error } = await readRecordedLog(file, log);
    ends.push({
      markedAsFailed,
      ...(error !== undefined && { problem: `runner ${instance} did not end well: ${error}.` }),
    });
  }
  return ends;
}

/** In a live run the generator's CPU tells whether dropped iterations are few and harmless. */
function dropProblem(dropped: number): Sentence | undefined {
  if (dropped === 0) return undefined;
  return {
    what: `k6 dropped ${dropped} iterations, and the CPU of its pods is not known: it may have been the generator.`,
    fix: 'raise preAllocatedVUs and maxVUs, or export with a larger --parallelism.',
  };
}
