import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InboxEvent, SuiteEvent } from '../kernel/evidence.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { openRecorder, type SuiteRecorder } from './recorder.ts';
import { Redactor } from './redaction.ts';
import { readSuiteJournal } from './suite-journals.ts';

let root: string;
let work: string;
let file: string;
let recorder: SuiteRecorder;
let inbox: Inbox;
const SECRET = 'Zk3q7WmQ9rT2xL5v';
const redactor = new Redactor([SECRET]);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'inbox-'));
  work = join(root, 'work');
  file = join(work, 'inbox.ndjson');
  mkdirSync(work);
  recorder = openRecorder({
    folder: join(root, 'evidence'),
    redactor,
    now: () => new Date(0),
  });
  inbox = openInbox({ file, work, recorder, redactor });
});
afterEach(() => {
  recorder.close();
  rmSync(root, { recursive: true });
});

type Data<T extends SuiteEvent['type']> = Extract<SuiteEvent, { type: T }>['data'];

/** What was recorded of one type, in order. */
function recorded<T extends SuiteEvent['type']>(type: T): Data<T>[] {
  const { events } = readSuiteJournal(recorder.folder);
  return events.filter((event) => event.type === type).map((event) => event.data as Data<T>);
}

const line = (event: unknown) => `${JSON.stringify(event)}\n`;
const check = (id: string): Pick<InboxEvent, 'type'> & { data: object } => ({
  type: 'check',
  data: { id, outcome: 'passed', durationMs: 1 },
});
const ids = () => recorded('check').map((one) => one.id);

test('an inbox that nobody wrote to is no error', async () => {
  await inbox.poll();
  await inbox.close();
  expect(recorded('event')).toEqual([]);
});

test('every kind of event is recorded, in order', async () => {
  writeFileSync(join(work, 'out.txt'), 'text');
  appendFileSync(file, line(check('a')));
  appendFileSync(file, line({ type: 'metric', data: { name: 'm', value: 1, unit: 'ms', samples: 2 } }));
  const finding = { rule: 'r', fingerprint: 'f', severity: 1, title: 't', where: 'w', fix: 'x' };
  appendFileSync(file, line({ type: 'finding', data: finding }));
  appendFileSync(file, line({ type: 'event', data: { name: 'e', detail: { x: 1 } } }));
  appendFileSync(file, line({ type: 'attach', data: { name: 'a/out.txt', file: 'out.txt' } }));
  await inbox.poll();
  expect(ids()).toEqual(['a']);
  expect(recorded('metric')).toHaveLength(1);
  expect(recorded('finding')).toEqual([finding]);
  expect(recorded('event')).toEqual([{ name: 'e', detail: { x: 1 } }]);
  expect(recorded('artifact').map((one) => one.path)).toEqual(['a/out.txt']);
});

test('each poll records only what is new, and waits for the rest of a line', async () => {
  appendFileSync(file, line(check('a')) + line(check('b')).slice(0, 20));
  await inbox.poll();
  await inbox.poll();
  expect(ids()).toEqual(['a']);
  appendFileSync(file, line(check('b')).slice(20));
  await inbox.poll();
  expect(ids()).toEqual(['a', 'b']);
});

test('however the writes are cut, nothing is lost or recorded twice', async () => {
  const bytes = Buffer.from(['a', 'größe ☃', 'c'].map((id) => line(check(id))).join(''));
  for (const byte of bytes) {
    appendFileSync(file, Buffer.of(byte));
    await inbox.poll();
  }
  await inbox.close();
  expect(ids()).toEqual(['a', 'größe ☃', 'c']);
});

test('polls that overlap wait for each other', async () => {
  appendFileSync(file, Array.from({ length: 500 }, (_, index) => line(check(`c${index}`))).join(''));
  await Promise.all([inbox.poll(), inbox.poll(), inbox.close()]);
  expect(ids()).toHaveLength(500);
});

test('closing records a whole last line that lacks its newline, and reports half of one', async () => {
  appendFileSync(file, line(check('a')).trimEnd());
  await inbox.close();
  expect(ids()).toEqual(['a']);
  appendFileSync(file, line(check('b')).slice(0, 20));
  await openInbox({ file, work, recorder, redactor }).close();
  expect(recorded('event')).toMatchObject([{ name: 'inbox-malformed' }]);
});

test('after a kill another reader goes on where the first had recorded everything', async () => {
  appendFileSync(file, line(check('a')));
  await inbox.poll();
  appendFileSync(file, line(check('b')));
  await openInbox({ file, work, recorder, redactor }).close();
  expect(ids()).toEqual(['a', 'b']);
});

test('a kill between recording and keeping the place loses nothing: the last events come again', async () => {
  appendFileSync(file, line(check('a')));
  await inbox.poll();
  const place = readFileSync(`${file}.offset`, 'utf8');
  appendFileSync(file, line(check('b')));
  await inbox.poll();
  writeFileSync(`${file}.offset`, place);
  await openInbox({ file, work, recorder, redactor }).close();
  expect(ids()).toEqual(['a', 'b', 'b']);
});

test('when recording fails, the event is tried again and not lost', async () => {
  let full = true;
  const failing: Parameters<typeof openInbox>[0]['recorder'] = {
    check: (one) => {
      if (full) throw new Error('the disk is full');
      recorder.check(one);
    },
    metric: (one) => recorder.metric(one),
    finding: (one) => recorder.finding(one),
    event: (name, detail) => recorder.event(name, detail),
    loss: (sentence) => recorder.loss(sentence),
    toldEvent: (name, detail) => recorder.toldEvent(name, detail),
    attach: (name, path) => recorder.attach(name, path),
    sync: () => recorder.sync(),
  };
  const reader = openInbox({ file, work, recorder: failing, redactor });
  appendFileSync(file, line(check('a')));
  await expect(reader.poll()).rejects.toThrow('the disk is full');
  full = false;
  await reader.poll();
  expect(ids()).toEqual(['a']);
});

describe('a malformed line is never dropped silently:', () => {
  test.each([
    ['not JSON', 'nonsense', /JSON/],
    ['an unknown type', '{"type":"chekc","data":{}}', /type/],
    ['a wrong field', '{"type":"check","data":{"id":"a","outcome":"ok","durationMs":1}}', /outcome/],
    ['a type of the journal’s own', '{"type":"end","data":{"ending":"completed"}}', /type/],
  ])('%s', async (_name, text, reason) => {
    appendFileSync(file, `${text}\n${line(check('after'))}`);
    await inbox.poll();
    expect(recorded('event')).toMatchObject([{ name: 'inbox-malformed', detail: { excerpt: text } }]);
    expect(recorded('event')[0]?.detail['reason']).toMatch(reason);
    expect(ids()).toEqual(['after']);
  });

  test.each([190, 195, 199])('and its excerpt is cut when it was redacted: at %i', async (before) => {
    appendFileSync(file, `${'x'.repeat(before)}${SECRET}, and more\n`);
    await inbox.poll();
    const excerpt = `${'x'.repeat(before)}[redacted], and more`.slice(0, 200);
    expect(recorded('event')).toMatchObject([{ name: 'inbox-malformed', detail: { excerpt } }]);
  });

  test('but thousands are counted', async () => {
    appendFileSync(file, 'x\n'.repeat(5000));
    await inbox.close();
    expect(recorded('event')).toHaveLength(21);
    expect(recorded('event').at(-1)).toEqual({ name: 'inbox-malformed', detail: { more: 4980 } });
  });

  test('nor does an endless line keep later ones from being read', async () => {
    appendFileSync(file, `${'x'.repeat(9 << 20)}\n${line(check('after'))}`);
    await inbox.close();
    expect(ids()).toEqual(['after']);
    expect(recorded('event')[0]?.name).toBe('inbox-malformed');
  });
});

test('an inbox that was truncated is read again from its beginning, and that is said', async () => {
  appendFileSync(file, line(check('a long name of a check')));
  await inbox.poll();
  writeFileSync(file, line(check('b')));
  await inbox.poll();
  expect(ids()).toEqual(['a long name of a check', 'b']);
  expect(recorded('event')).toMatchObject([{ name: 'inbox-shrunk' }]);
});

describe('only files of the work folder are attached:', () => {
  const attach = async (path: string) => {
    appendFileSync(file, line({ type: 'attach', data: { name: 'a.txt', file: path } }));
    await inbox.poll();
    return recorded('event').map((event) => event.name);
  };

  test('by absolute path', async () => {
    writeFileSync(join(work, 'in.txt'), 'x');
    expect(await attach(join(work, 'in.txt'))).toEqual([]);
    expect(recorded('artifact')).toHaveLength(1);
  });

  test.each(['../out.txt', '/etc/hostname', 'sub/../../out.txt', '.', ''])('not %j', async (path) => {
    writeFileSync(join(root, 'out.txt'), 'x');
    expect(await attach(path)).toEqual(['attach-refused']);
  });

  test('not one that a link leads out to', async () => {
    writeFileSync(join(root, 'out.txt'), 'x');
    symlinkSync(join(root, 'out.txt'), join(work, 'link.txt'));
    expect(await attach('link.txt')).toEqual(['attach-refused']);
  });

  test('and one that is missing is said to be', async () => {
    expect(await attach('none.txt')).toEqual(['attach-missing']);
  });
});
