import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { InfraError } from '../kernel/errors.ts';
import { type Journal, openJournal } from './journal.ts';
import { GENESIS } from './journal-line.ts';
import { readJournal } from './journal-reader.ts';

const schema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('note'), data: z.strictObject({ text: z.string() }) }),
  z.strictObject({ type: z.literal('torn'), data: z.strictObject({ bytes: z.number() }) }),
]);
type Event = z.infer<typeof schema>;
const note = (text: string): Event => ({ type: 'note', data: { text } });

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  file = join(folder, 'journal.ndjson');
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(path = file): Journal<Event> {
  return openJournal({
    file: path,
    schema,
    now: () => new Date('2026-11-21T03:12:00Z'),
    torn: (bytes) => ({ type: 'torn', data: { bytes } }),
  });
}

function write(...texts: string[]): string {
  const journal = open();
  for (const text of texts) journal.append(note(text));
  journal.close();
  return journal.hash;
}

const texts = (): unknown[] => readJournal(file, schema).events.map((event) => event.data);

describe('a journal', () => {
  test('gives back what was appended, in order, with number and time', () => {
    const hash = write('a', 'zwölf\n☃', '');
    const reading = readJournal(file, schema);
    const at = '2026-11-21T03:12:00.000Z';
    expect(reading.events).toEqual([
      { ...note('a'), seq: 0, at },
      { ...note('zwölf\n☃'), seq: 1, at },
      { ...note(''), seq: 2, at },
    ]);
    expect(reading).toMatchObject({ hash, tornBytes: 0, bytes: readFileSync(file).length });
  });

  test('is on disk line by line, before anything is closed', () => {
    const journal = open();
    journal.append(note('a'));
    expect(texts()).toEqual([{ text: 'a' }]);
    journal.append(note('b'));
    expect(texts()).toEqual([{ text: 'a' }, { text: 'b' }]);
    journal.close();
  });

  test('that is empty has the genesis hash', () => {
    write();
    expect(readJournal(file, schema)).toMatchObject({ events: [], hash: GENESIS, bytes: 0 });
  });

  test('continues the chain when it is opened again', () => {
    write('a');
    const hash = write('b');
    const reading = readJournal(file, schema);
    expect(reading.events.map((event) => event.seq)).toEqual([0, 1]);
    expect(reading.hash).toBe(hash);
  });

  test('refuses an event that could not be read again, and stays whole', () => {
    const journal = open();
    expect(() => journal.append({ type: 'note', data: { text: 7 } } as unknown as Event)).toThrow(z.ZodError);
    journal.append(note('a'));
    journal.close();
    expect(texts()).toEqual([{ text: 'a' }]);
  });

  test('reads lines longer than a reading chunk', () => {
    const long = 'x'.repeat((1 << 20) + 7);
    write('a', long, 'b');
    expect(texts()).toEqual([{ text: 'a' }, { text: long }, { text: 'b' }]);
  });

  test('says that the disk is full, and does not write on after half a line', () => {
    const journal = open('/dev/full');
    expect(() => journal.append(note('a'))).toThrow(/\/dev\/full: the disk is full \(ENOSPC\)/);
    expect(() => journal.append(note('b'))).toThrow(InfraError);
    expect(journal.length).toBe(0);
  });

  test('takes nothing after it was closed, though another file has its descriptor', () => {
    const journal = open();
    journal.close();
    const other = join(folder, 'other');
    const fd = openSync(other, 'w');
    expect(() => journal.append(note('late'))).toThrow(InfraError);
    expect(() => journal.append(note('late'))).toThrow(/journal\.ndjson: .*closed/);
    expect(() => journal.sync()).toThrow(/closed/);
    journal.close();
    expect(readFileSync(other, 'utf8')).toBe('');
    closeSync(fd);
  });

  test('of 10,000 events holds every one of them', () => {
    const journal = open();
    for (let index = 0; index < 10_000; index++) journal.append(note(`event ${index}`));
    expect(journal.length).toBe(10_000);
    journal.close();
  });
});

describe('a torn last line', () => {
  test('is left out, reported, and cut off before the chain goes on: at every byte offset', () => {
    write('a', 'b', 'the last one ☃');
    const whole = readFileSync(file);
    const lastStart = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let length = lastStart + 1; length < whole.length; length++) {
      writeFileSync(file, whole.subarray(0, length));
      const torn = length - lastStart;
      expect(readJournal(file, schema)).toMatchObject({ tornBytes: torn, bytes: lastStart });
      write('c');
      expect(texts()).toEqual([{ text: 'a' }, { text: 'b' }, { bytes: torn }, { text: 'c' }]);
    }
  });

  test('may be the only one', () => {
    write('a');
    truncateSync(file, 10);
    write('b');
    expect(texts()).toEqual([{ bytes: 10 }, { text: 'b' }]);
  });
});

describe('a broken chain is an error that names file and line:', () => {
  const lines = (): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');
  const cases: [string, (all: string[]) => string[], number, RegExp][] = [
    ['a changed text', ([a, b = '', c]) => [a ?? '', b.replace('two', 'TWO'), c ?? ''], 2, /was changed/],
    ['a missing line', ([a = '', , c = '']) => [a, c], 2, /does not follow/],
    ['a missing first line', ([, b = '', c = '']) => [b, c], 1, /does not follow/],
    ['swapped lines', ([a = '', b = '', c = '']) => [a, c, b], 2, /does not follow/],
    ['a repeated line', ([a = '', b = '', c = '']) => [a, b, b, c], 3, /does not follow/],
    ['an added line', ([a = '', ...rest]) => [a, '{"type":"note"}', ...rest], 2, /not a journal line/],
    [
      'a torn line that is not the last',
      ([a = '', b = '', c = '']) => [a, b.slice(0, 20), c],
      2,
      /not a journal/,
    ],
    ['an empty line', ([a = '', ...rest]) => [a, '', ...rest], 2, /not a journal line/],
  ];
  test.each(cases)('%s', (_name, tamper, line, reason) => {
    write('one', 'two', 'three');
    writeFileSync(file, `${tamper(lines()).join('\n')}\n`);
    expect(() => readJournal(file, schema)).toThrow(InfraError);
    expect(() => readJournal(file, schema)).toThrow(`${file}:${line}:`);
    expect(() => readJournal(file, schema)).toThrow(reason);
    expect(() => open()).toThrow(InfraError);
  });

  test('any changed byte of any line', () => {
    write('one', 'two', 'three');
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length - 1; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(file, changed);
      expect(() => readJournal(file, schema), `byte ${at}`).toThrow(InfraError);
    }
  });

  test('bytes that are no UTF-8, where a character stood that stands for such bytes', () => {
    write('one \ufffd');
    const whole = readFileSync(file);
    const at = whole.indexOf('\ufffd');
    writeFileSync(file, Buffer.concat([whole.subarray(0, at), Buffer.from([0xff]), whole.subarray(at + 3)]));
    expect(() => readJournal(file, schema)).toThrow(/:1: the line was changed/);
  });

  test.each<[string, string, string, RegExp]>([
    ['a time that is none', '"at":"2026-11-21T03:12:00.000Z"', '"at":"then"', /its "at" is no time/],
    ['no type', '"type":"note"', '"kind":"note"', /it has no "type"/],
    ['no JSON', '"seq":0', '"seq":NaN', /is not a journal line: .*JSON/],
    ['a link that is an object', `"prev":"${GENESIS}"`, '"prev":{"toString":1}', /does not follow/],
  ])('a line that was hashed with %s', (_name, from, to, reason) => {
    write('one');
    const [body = ''] = readFileSync(file, 'utf8').split(',"hash":');
    const forged = body.replace(from, to);
    const hash = createHash('sha256').update(`${forged}}`).digest('hex');
    writeFileSync(file, `${forged},"hash":"${hash}"}\n`);
    expect(() => readJournal(file, schema)).toThrow(reason);
    expect(() => readJournal(file, schema)).toThrow(InfraError);
  });

  test('a pipe in its place, which is not waited for', () => {
    execFileSync('mkfifo', [file]);
    expect(() => readJournal(file, schema)).toThrow(/could not be read: .*is a pipe/);
  });

  test('an event of another version', () => {
    write('one');
    const other = z.strictObject({ type: z.literal('other'), data: z.unknown() });
    expect(() => readJournal(file, other)).toThrow(`${file}:1:`);
  });

  test('a file that is not there', () => {
    expect(() => readJournal(join(folder, 'none'), schema)).toThrow(/none: the journal could not be read/);
  });
});
