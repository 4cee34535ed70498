import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InfraError, SuiteError } from '../kernel/errors.ts';
import { durationOf, fold } from '../kernel/evidence.ts';
import { sampleSuite, sampleThreshold } from '../kernel/testing/samples.ts';
import { openRecorder, type RecorderOptions, type SuiteRecorder } from './recorder.ts';
import { Redactor } from './redaction.ts';
import { readSuiteJournal } from './suite-journals.ts';

const SECRET = 'hunter2hunter2';
let root: string;
let folder: string;
let recorder: SuiteRecorder;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'recorder-'));
  folder = join(root, 'e2e/e2e/example');
  recorder = open();
});
afterEach(() => {
  recorder.close();
  rmSync(root, { recursive: true });
});

function open(more: Partial<RecorderOptions> = {}): SuiteRecorder {
  return openRecorder({ folder, redactor: new Redactor([SECRET]), now: () => new Date(0), ...more });
}

function put(name: string, content: string | Buffer): string {
  const file = join(root, name);
  writeFileSync(file, content);
  return file;
}

const events = () => readSuiteJournal(folder).events.map(({ type, data }) => ({ type, data }));
const lastEvent = () => events().at(-1);

const START = {
  run: 'r1',
  suite: sampleSuite(),
  environment: 'local',
  target: { name: 'reference', version: '1' },
  engine: { name: 'playwright', toolKind: 'e2e' },
};

test('knows how long a suite took, also when the clock is set back meanwhile', () => {
  recorder.close();
  const [moments, elapsed] = [
    [7_200_000, 3_600_000],
    [1000, 2500.4],
  ];
  recorder = open({ now: () => new Date(moments.shift() ?? 0), clockMs: () => elapsed.shift() ?? 0 });
  recorder.start(START);
  recorder.end('completed');
  const evidence = fold(readSuiteJournal(folder).events);
  expect(evidence).toMatchObject({ startedAt: '1970-01-01T02:00:00.000Z', durationMs: 1500 });
  expect(evidence?.endedAt).toBe(evidence?.startedAt);
  expect(evidence && durationOf(evidence)).toBe(1500);
  expect(evidence && durationOf({ ...evidence, durationMs: undefined })).toBe(0);
});

test('records a suite from start to end, folded as evidence, redacted and with defaults filled in', () => {
  recorder.start(START);
  recorder.check({ id: `login ${SECRET}`, outcome: 'failed', durationMs: 5, detail: `got ${SECRET}` });
  recorder.metric({ name: 'p95', value: 12, unit: 'ms', samples: 100 });
  recorder.finding({
    rule: 'r',
    fingerprint: 'f',
    severity: 5,
    title: 't',
    where: `/?x=${SECRET}`,
    fix: 'f',
  });
  recorder.toldEvent('note', { password: 'abc', at: new Date(0), deep: [{ text: SECRET }] });
  recorder.sync();
  recorder.end('completed');
  const { events: journal, hash } = readSuiteJournal(folder);
  expect(hash).toBe(recorder.hash);
  expect(fold(journal)).toMatchObject({
    run: 'r1',
    checks: [{ id: 'login [redacted]', detail: 'got [redacted]', attempt: 1, proves: [] }],
    metrics: [{ name: 'p95', value: 12 }],
    findings: [{ where: '/?x=[redacted]' }],
    events: [
      {
        name: 'note',
        detail: {
          password: '[redacted:field]',
          at: '1970-01-01T00:00:00.000Z',
          deep: [{ text: '[redacted]' }],
        },
      },
    ],
    ending: 'completed',
  });
  expect(readFileSync(join(folder, 'journal.ndjson')).includes(SECRET)).toBe(false);
});

test('says what evidence refuses', () => {
  const nothing = { name: 'p95', value: Number.NaN, unit: 'ms', samples: 0 };
  expect(() => recorder.metric(nothing)).toThrow(SuiteError);
  expect(() => recorder.metric(nothing)).toThrow(/refuses this metric[^]*value/);
});

test('goes on after a kill, in the same chain', () => {
  recorder.toldEvent('before');
  recorder.close();
  writeFileSync(join(folder, 'journal.ndjson'), '{"seq":1,"torn', { flag: 'a' });
  recorder = open();
  recorder.toldEvent('after');
  expect(events().map(({ data }) => ('name' in data ? data.name : ''))).toEqual([
    'before',
    'journal-torn',
    'after',
  ]);
});

test('tells of a check with a reference that there is not, once and before the check', () => {
  recorder.close();
  recorder = open({ whyUnknown: (reference) => (reference === 'FUN-99' ? 'no such' : undefined) });
  for (const id of ['a', 'b'])
    recorder.check({ id, outcome: 'passed', durationMs: 1, proves: ['FUN-01', 'FUN-99'] });
  expect(events().map(({ type }) => type)).toEqual(['event', 'check', 'check']);
  const told = { name: 'reference-unknown', detail: { reference: 'FUN-99', why: 'no such' } };
  expect(events()[0]?.data).toEqual(told);
});

test('a tag that only looks like a reference is one where the catalogue may have been meant', () => {
  recorder.close();
  recorder = open({ whyUnknown: (reference) => (/^fun/i.test(reference) ? 'no such' : undefined) });
  const proves = ['FUN-9', 'fun-09/x', 'top-10', 'JIR-12'];
  recorder.check({ id: 'a', outcome: 'passed', durationMs: 1, proves });
  const told = events().slice(0, -1);
  expect(told.map(({ data }) => data)).toMatchObject([
    { detail: { reference: 'FUN-9' } },
    { detail: { reference: 'fun-09/x' } },
  ]);
  expect(lastEvent()?.data).toMatchObject({ proves: ['FUN-9', 'fun-09/x', 'JIR-12'] });
});

describe('after its end, a suite', () => {
  test('records nothing more, and attaches nothing more', async () => {
    recorder.end('timed-out');
    expect(() => recorder.toldEvent('late')).toThrow(InfraError);
    await expect(recorder.attach('late.txt', put('late.txt', 'x'))).rejects.toThrow('the suite has ended');
    expect(readdirSync(folder)).toEqual(['journal.ndjson']);
    expect(lastEvent()).toMatchObject({ type: 'end' });
  });

  test('has nothing of a file that was being copied', async () => {
    const late = recorder.attach('late.txt', put('late.txt', 'x'));
    recorder.end('timed-out');
    recorder.close();
    expect(readdirSync(folder)).toEqual(['journal.ndjson']);
    await expect(late).rejects.toThrow('the suite has ended');
    expect(readdirSync(folder)).toEqual(['journal.ndjson']);
    expect(events().map(({ type }) => type)).toEqual(['event', 'end']);
    expect(events()[0]).toMatchObject({ data: { name: 'attach-refused', detail: { name: 'late.txt' } } });
  });
});

describe('what is ours', () => {
  test.each(['interrupte', 'http_req_duration', 'e2e/example', 'resilience', '12345678'])(
    'stays as it is, whatever the secrets, and what came from outside does not: %s',
    (secret) => {
      recorder.close();
      const file = join(folder, 'journal.ndjson');
      rmSync(file);
      recorder = open({ redactor: new Redactor([secret]) });
      const suite = sampleSuite({
        name: 'e2e/example',
        thresholds: [sampleThreshold({ metric: 'http_req_duration' })],
      });
      const engine = { ...START.engine, toolKind: 'resilience' };
      recorder.start({ ...START, suite, engine });
      recorder.check({ id: `types ${secret}`, outcome: 'passed', detail: secret, durationMs: 12_345_678 });
      recorder.metric({ name: 'http_req_duration', value: 12_345_678, unit: 'ms', samples: 12_345_678 });
      recorder.toldEvent('typed', { text: secret, nothing: '' });
      recorder.end('interrupted');
      const [first, check, metric, event, end] = events();
      expect(first).toMatchObject({ data: { suite: { name: 'e2e/example' }, engine } });
      expect(check).toMatchObject({ data: { outcome: 'passed', durationMs: 12_345_678 } });
      expect(metric).toMatchObject({ data: { name: 'http_req_duration', value: 12_345_678 } });
      expect(end).toMatchObject({ data: { ending: 'interrupted' } });
      expect(JSON.stringify([check, event])).toMatch(/types \[redacted\].*\[redacted\]/);
    },
  );

  test('is a detail of 4000 characters, cut when it was redacted', () => {
    const detail = (before: number) => `${'x'.repeat(before)}${SECRET} and ${'y'.repeat(5000)}`;
    for (const before of [3990, 3995, 3999]) {
      recorder.check({ id: 'a', outcome: 'failed', durationMs: 1, detail: detail(before) });
      const told = lastEvent();
      const expected = `${'x'.repeat(before)}[redacted]`.slice(0, 4000);
      expect(told).toMatchObject({ data: { detail: expected } });
    }
  });
});

describe('an attached file', () => {
  test('is copied redacted, below its name, with the hash of the copy', async () => {
    await recorder.attach('logs/web/out.log', put('out.log', `a ${SECRET} b`));
    const copy = readFileSync(join(folder, 'logs/web/out.log'));
    expect(copy.toString()).toBe('a [redacted] b');
    const sha256 = createHash('sha256').update(copy).digest('hex');
    expect(lastEvent()).toEqual({ type: 'artifact', data: { path: 'logs/web/out.log', sha256 } });
  });

  test('never replaces another, not even the journal', async () => {
    const names = ['a.txt', 'a.txt', 'journal.ndjson', 'a.txt'];
    await Promise.all(
      names.map((name, index) => recorder.attach(name, put(`f${index}`, `content ${index}`))),
    );
    const artifacts = events().map(({ data }) => ('path' in data ? data.path : ''));
    expect(artifacts.sort()).toEqual(['a-2.txt', 'a-3.txt', 'a.txt', 'journal-2.ndjson']);
  });

  test.each(['../out.txt', 'a/../../out.txt', '/etc/out.txt', 'C:\\out.txt', '..\\out.txt', '', '.', 'a/..'])(
    'must not leave the folder: %j',
    async (name) => {
      await recorder.attach(name, put('f', 'x'));
      expect(lastEvent()).toMatchObject({ type: 'event', data: { name: 'attach-refused' } });
    },
  );

  test.each([
    ['./a//b.txt', 'a/b.txt'],
    ['a\\b.txt', 'a/b.txt'],
    ['a\0b\n:c?.txt', 'a-b--c-.txt'],
    [`of ${SECRET}.txt`, 'of -redacted-.txt'],
    [`${'x'.repeat(300)}.txt`, `${'x'.repeat(120)}.txt`],
    ['größe ☃.txt', 'größe -.txt'],
  ])('gets a name that any disk takes: %j', async (name, path) => {
    await recorder.attach(name, put('f', 'x'));
    expect(lastEvent()).toMatchObject({ type: 'artifact', data: { path } });
  });

  test('of a folder whose name a file has already goes into the next free one', async () => {
    await recorder.attach('a', put('f1', '1'));
    await recorder.attach('a/b.txt', put('f2', '2'));
    await recorder.attach('a/c/d.txt', put('f3', '3'));
    await recorder.attach('journal.ndjson/x/a.txt', put('f4', '4'));
    await recorder.attach('a-2', put('f5', '5'));
    const paths = events().map(({ data }) => ('path' in data ? data.path : ''));
    expect(paths).toEqual(['a', 'a-2/b.txt', 'a-2/c/d.txt', 'journal.ndjson-2/x/a.txt', 'a-2-2']);
    expect(readFileSync(join(folder, 'a-2/c/d.txt'), 'utf8')).toBe('3');
  });

  test('that is missing or no file is an event', async () => {
    await recorder.attach('a.txt', join(root, 'none'));
    expect(lastEvent()).toMatchObject({ data: { name: 'attach-missing' } });
    mkdirSync(join(root, 'sub'));
    await recorder.attach('a.txt', join(root, 'sub'));
    expect(lastEvent()).toMatchObject({
      data: { name: 'attach-refused', detail: { reason: 'it is not a file' } },
    });
  });

  test('that is too long is cut if it is text', async () => {
    recorder.close();
    recorder = open({ limitBytes: 10 });
    await recorder.attach('a.log', put('a.log', 'x'.repeat(25)));
    expect(readFileSync(join(folder, 'a.log'), 'utf8')).toBe('xxxxxxxxxx\n[truncated: 15 bytes left out]\n');
    expect(lastEvent()).toMatchObject({ data: { name: 'attach-truncated', detail: { leftOutBytes: 15 } } });
  });

  test('that is too long is left out if it cannot be cut, and leaves nothing behind', async () => {
    recorder.close();
    recorder = open({ limitBytes: 10 });
    await recorder.attach('a.png', put('a.png', Buffer.from('\x89PNG 123456789', 'latin1')));
    expect(lastEvent()).toMatchObject({ data: { name: 'attach-refused' } });
    expect(() => readFileSync(join(folder, 'a.png'))).toThrow('ENOENT');
  });
});
