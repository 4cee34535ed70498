import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readJournal } from '../../evidence/journal-reader.ts';
import {
  endSampleRun,
  planSample,
  runSampleSuite,
  startSampleRun,
  type SampleRun,
} from '../../evidence/testing/sample-run.ts';
import { listRuns } from '../../evidence/store.ts';
import { verify } from '../../evidence/verify.ts';
import { configSchema } from '../../kernel/config.ts';
import { isWhole } from '../heal/whole-run.ts';
import { publicationsOf } from './publications.ts';
import { publishersAtAGlance, sayOutcomes } from './publishers-at-a-glance.ts';
import {
  duePublishers,
  planPublishing,
  publishDue,
  publisherOutcomes,
  publishMissing,
  sayPublished,
} from './publish.ts';
import { say } from '../../kernel/sentence.ts';

const SECRET = 'a-secret-4711';
let sample: SampleRun;
/** A checkout that has publishers and nothing else. */
let root: string;

beforeEach(async () => {
  sample = startSampleRun();
  root = mkdtempSync(join(tmpdir(), 'publishers-'));
  planSample(sample, ['e2e/login']);
  await runSampleSuite(sample, 'e2e/login');
  await endSampleRun(sample);
});
afterEach(() => {
  sample.remove();
  rmSync(root, { recursive: true });
  delete process.env['PUBLISHER_TOKEN'];
});

/** Drops a publisher into the checkout: one folder, and no other file. */
function drop(name: string, publish: string, more = ''): void {
  mkdirSync(join(root, 'publishers', name), { recursive: true });
  writeFileSync(
    join(root, 'publishers', name, `${name}.publisher.ts`),
    `export default { name: '${name}', parse: (options) => options, ${more} publish: ${publish} };`,
  );
}

const publishers = (...publish: readonly unknown[]) => {
  const config = configSchema.parse({ otherwise: {}, publish });
  return (stage: string | undefined) => publicationsOf(config, stage, { root });
};
const notes = () =>
  readJournal(`${sample.run.folder}.published.ndjson`, z.object({ type: z.string(), data: z.unknown() }))
    .events;

const TELLS = '(run, { to }) => Promise.resolve(`${to} has ${run.id}: ${run.verdict} ${run.digest}`)';

describe('a sealed run', () => {
  it('is handed to each planned publisher once, and how it fared is noted beside it', async () => {
    drop('echo', TELLS);
    planPublishing(sample.run, ['echo']);
    expect(isWhole(sample.run, false)).toBe(false);
    const from = publishers({ publisher: 'echo', options: { to: 'the shelf' } });
    const [published] = await publishDue(sample.run, from);
    expect(published).toMatchObject({ publisher: 'echo', outcome: 'published' });
    expect(published?.what).toBe(`the shelf has ${sample.run.id}: pass ${published?.digest ?? ''}`);
    expect(notes()).toMatchObject([
      { type: 'planned', data: { publishers: ['echo'] } },
      { type: 'published', data: { publisher: 'echo', what: published?.what } },
    ]);
    expect(await publishDue(sample.run, from)).toEqual([]);
    expect(isWhole(sample.run, false)).toBe(true);
    expect(await verify(sample.run.folder)).toEqual([]);
  });

  it('of which a kill left some publishers is handed to the others only', async () => {
    drop('first', `() => Promise.reject(new Error('a second time'))`);
    drop('second', TELLS);
    planPublishing(sample.run, ['first', 'second']);
    const file = `${sample.run.folder}.published.ndjson`;
    const due = [
      { publisher: 'first', outcome: 'due' },
      { publisher: 'second', outcome: 'due' },
    ];
    expect(publisherOutcomes(sample.run)).toEqual(due);
    const before = await publishDue(sample.run, publishers({ publisher: 'first' }));
    expect(before).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }]);
    // As a kill would have left it: the second one's outcome is not noted.
    writeFileSync(file, `${readFileSync(file, 'utf8').split('\n').slice(0, 2).join('\n')}\n{"seq":2,`);
    expect(duePublishers(sample.run)).toEqual(['second']);
    const from = publishers({ publisher: 'first' }, { publisher: 'second', options: {} });
    expect(await publishDue(sample.run, from)).toMatchObject([{ publisher: 'second', outcome: 'published' }]);
    expect(notes().map(({ type }) => type)).toEqual(['planned', 'failed', 'torn', 'published']);
    const [listed] = listRuns(sample.root).map(publishersAtAGlance);
    expect(listed?.publishers).toMatchObject([
      { publisher: 'first', outcome: 'failed' },
      { publisher: 'second', outcome: 'published', what: expect.stringContaining(sample.run.id) as string },
    ]);
    expect(sayOutcomes(listed?.publishers ?? [])).toBe('first (failed), second');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"failed"', '"published"'));
    expect(listRuns(sample.root).map(publishersAtAGlance)[0]?.problem).toMatch(
      /^publishers: .*published\.ndjson/,
    );
  });

  it('is not handed on where its evidence was changed, nor when nobody planned to', async () => {
    drop('echo', TELLS);
    const from = publishers({ publisher: 'echo' });
    expect(await publishDue(sample.run, from)).toEqual([]);
    planPublishing(sample.run, ['echo']);
    appendFileSync(sample.run.undo, 'more\n');
    expect((await publishDue(sample.run, from))[0]?.what).toContain('undo.ndjson');
  });
});

describe('a run that was sealed before anybody was to publish it', () => {
  it('is handed on when somebody asks, to each publisher of today once', async () => {
    drop('echo', TELLS);
    const from = publishers({ publisher: 'echo', options: {} });
    expect(await publishMissing(sample.run, from)).toMatchObject([
      { publisher: 'echo', outcome: 'published' },
    ]);
    expect(await publishMissing(sample.run, from)).toEqual([]);
  });

  it('is not called published where nobody is named for it', async () => {
    await expect(publishMissing(sample.run, publishers())).rejects.toThrow(
      /^harness\.config\.ts: publish: nobody is named for a run .*, so .* was not published\. Fix: /,
    );
  });
});

describe('a publisher that fails', () => {
  it('stops no other, says no secret, and is tried again when somebody asks', async () => {
    process.env['PUBLISHER_TOKEN'] = SECRET;
    const leaks = `() => Promise.reject(new Error('refused ' + process.env.PUBLISHER_TOKEN))`;
    drop('leaky', leaks, `secrets: () => ['PUBLISHER_TOKEN'],`);
    drop('echo', TELLS);
    planPublishing(sample.run, ['leaky', 'echo']);
    const from = publishers({ publisher: 'leaky' }, { publisher: 'echo', options: {} });
    const [failed, done] = await publishDue(sample.run, from);
    expect([failed?.outcome, done?.outcome]).toEqual(['failed', 'published']);
    expect(failed && sayPublished(failed)).toBe(
      'warning: not published by leaky: refused [redacted]. Once that is mended: ./harness publish',
    );
    expect(JSON.stringify(notes())).not.toContain(SECRET);
    expect(await publishDue(sample.run, from)).toEqual([]);
    expect(await publishMissing(sample.run, from)).toMatchObject([{ publisher: 'leaky' }]);
  });

  it('is one that does not answer in time, or that the configuration names no more', async () => {
    drop('hung', '() => new Promise(() => undefined)', 'timeoutMs: 20,');
    planPublishing(sample.run, ['hung', 'gone']);
    const outcomes = await publishDue(sample.run, publishers({ publisher: 'hung' }));
    expect(outcomes.map(say)).toEqual([
      'no answer in 0.02 s',
      'harness.config.ts names it no more. Fix: name it there again under publish',
    ]);
  });
});

describe('the configuration', () => {
  it('is checked when a run is planned: one error has all that is wrong', async () => {
    drop('echo', TELLS);
    drop('strict', TELLS, `...{ parse() { throw new Error('to: is missing'); } },`);
    const wrong = publishers(
      { publisher: 'echo' },
      { publisher: 'echo' },
      { publisher: 'fax' },
      { publisher: 'strict', stages: ['nightly'] },
    );
    await expect(wrong('smoke')).rejects.toMatchObject({
      message: [
        'harness.config.ts: publish: "echo" stands there twice; keep one',
        'harness.config.ts: publish: got "fax"; known: echo, strict',
        'harness.config.ts: publish: strict: options: to: is missing',
      ].join('\n'),
    });
  });

  it('names stages whose whole runs alone are published', async () => {
    drop('echo', TELLS);
    const from = publishers({ publisher: 'echo', stages: ['nightly'] });
    expect([await from('smoke'), await from(undefined)]).toEqual([[], []]);
    expect(await from('nightly')).toHaveLength(1);
  });
});
