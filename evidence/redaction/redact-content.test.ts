import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { Redactor } from '../redaction.ts';
import { redactContent } from './redact-content.ts';
import { Unreadable } from './unreadable.ts';

const SECRET = 'hunter2/hunter2';
const redactor = new Redactor([SECRET]);
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), Buffer.alloc(200, 7)]);

async function zip(entries: Record<string, Buffer | string>): Promise<Buffer> {
  const file = new ZipFile();
  for (const [name, content] of Object.entries(entries)) {
    if (name.endsWith('/')) file.addEmptyDirectory(name);
    else file.addBuffer(Buffer.from(content), name, { compress: !name.endsWith('.png') });
  }
  file.end();
  return buffer(file.outputStream as AsyncIterable<Buffer>);
}

/** With `ustar` as people make it today, without as it was before. */
function tar(entries: Record<string, Buffer | string>, mark = 'ustar'): Buffer {
  const blocks = Object.entries(entries).flatMap(([name, text]) => {
    const content = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(content.length.toString(8).padStart(11, '0'), 124);
    header.write(' '.repeat(8), 148);
    header.write(mark, 257);
    const sum = header.reduce((all, byte) => all + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

async function unzip(archive: Buffer): Promise<Record<string, Buffer>> {
  const entries: Record<string, Buffer> = {};
  const file = await fromBufferPromise(archive, { lazyEntries: true });
  for await (const entry of file.eachEntry()) {
    entries[entry.fileName] = entry.fileName.endsWith('/')
      ? Buffer.alloc(0)
      : await buffer(await file.openReadStreamPromise(entry));
  }
  return entries;
}

describe('an archive', () => {
  test('keeps its entries, without secrets in text, names, and archives inside, and with images as they were', async () => {
    const archive = await zip({
      'trace.trace': `{"type":"action","params":{"value":"${SECRET}"}}\n`,
      'resources/': '',
      'resources/page.html': `<input value="${SECRET}">`,
      'resources/clean.png': PNG,
      'resources/leak.png': Buffer.concat([PNG, Buffer.from(SECRET)]),
      'resources/body.gz': gzipSync(`{"a":"${SECRET}"}`),
      'nested.zip': await zip({ 'log.txt': SECRET, 'deeper.zip': await zip({ 'x.txt': SECRET }) }),
      [`of ${encodeURIComponent(SECRET)}.txt`]: 'x',
      'empty.txt': '',
    });
    const entries = await unzip(await redactContent(redactor, 'trace.zip', archive));
    expect(Object.keys(entries)).toEqual([
      'trace.trace',
      'resources/',
      'resources/page.html',
      'resources/clean.png',
      'resources/leak.png',
      'resources/body.gz',
      'nested.zip',
      'of [redacted].txt',
      'empty.txt',
    ]);
    const read = (name: string) => entries[name] ?? Buffer.from('missing');
    expect(read('trace.trace').toString()).toBe('{"type":"action","params":{"value":"[redacted]"}}\n');
    expect(read('resources/page.html').toString()).toBe('<input value="[redacted]">');
    expect(read('resources/clean.png').equals(PNG)).toBe(true);
    expect(read('resources/leak.png').toString()).toMatch(/^\[redacted: this binary file held a secret/);
    expect(gunzipSync(read('resources/body.gz')).toString()).toBe('{"a":"[redacted]"}');
    const nested = await unzip(read('nested.zip'));
    expect(nested['log.txt']?.toString()).toBe('[redacted]');
    expect((await unzip(nested['deeper.zip'] ?? Buffer.alloc(0)))['x.txt']?.toString()).toBe('[redacted]');
  });

  test('that is broken cannot be kept', async () => {
    const archive = await zip({ 'a.txt': 'x'.repeat(1000) });
    const broken = redactContent(redactor, 'a.zip', archive.subarray(0, archive.length - 30));
    await expect(broken).rejects.toThrow(Unreadable);
  });

  test('inside another that is broken becomes a note, and the rest is kept', async () => {
    const inner = (await zip({ 'a.txt': 'x' })).subarray(0, 40);
    const entries = await unzip(
      await redactContent(redactor, 'a.zip', await zip({ 'in.zip': inner, 'b.txt': 'b' })),
    );
    expect(entries['in.zip']?.toString()).toMatch(/^\[left out: this part could not be searched/);
    expect(entries['b.txt']?.toString()).toBe('b');
  });

  test('nested without end is not followed without end', async () => {
    let archive: Buffer = Buffer.from(SECRET);
    for (let depth = 0; depth < 12; depth++) archive = gzipSync(archive);
    await expect(redactContent(redactor, 'bomb.gz', archive)).rejects.toThrow(/deep/);
  });

  test('embedded in a page, as in the HTML report of a test runner, is redacted there', async () => {
    const data = (await zip({ 'report.json': SECRET })).toString('base64');
    const page = Buffer.from(`<script>data:application/zip;base64,${data}</script>${SECRET}`);
    const output = (await redactContent(redactor, 'index.html', page)).toString();
    const [, embedded = '', rest] = /base64,([^<]*)<\/script>(.*)/.exec(output) ?? [];
    expect(rest).toBe('[redacted]');
    expect((await unzip(Buffer.from(embedded, 'base64')))['report.json']?.toString()).toBe('[redacted]');
  });
});

describe('a tar', () => {
  test.each(['ustar', ''])('of plain files is kept as it is, marked %j', async (mark) => {
    const archive = tar({ 'a.log': 'nothing', 'b.png': PNG }, mark);
    expect((await redactContent(redactor, 'a.tar', archive)).equals(archive)).toBe(true);
  });

  test.each(['ustar', ''])('with a secret in a file becomes a note, marked %j', async (mark) => {
    const archive = tar({ 'a.log': `signed in with ${SECRET}` }, mark);
    expect((await redactContent(redactor, 'a.tar', archive)).toString()).toMatch(/^\[redacted: this binary/);
  });

  const insides: [name: string, content: () => Promise<Buffer>][] = [
    ['body.gz', () => Promise.resolve(gzipSync(SECRET))],
    ['trace.zip', () => zip({ 'a.txt': SECRET })],
    ['body.br', () => Promise.resolve(brotliCompressSync(SECRET))],
    ['inner.tar', () => Promise.resolve(tar({ 'body.gz': gzipSync(SECRET) }))],
    ['log.xz', () => Promise.resolve(Buffer.from('\xfd7zXZ\0', 'latin1'))],
    [
      'index.html',
      async () => Buffer.from(`data:application/zip;base64,${(await zip({ a: SECRET })).toString('base64')}`),
    ],
  ];
  test.each(insides)('with an archive inside cannot be kept, nor compressed: %s', async (name, content) => {
    const archive = tar({ 'a.log': 'nothing', [name]: await content() });
    const keeping = redactContent(redactor, 'a.tar', archive);
    await expect(keeping).rejects.toThrow(`with an archive inside: ${name}`);
    await expect(redactContent(redactor, 'a.tgz', gzipSync(archive))).rejects.toThrow(Unreadable);
  });

  test('that is broken cannot be kept', async () => {
    const archive = tar({ 'a.log': 'x'.repeat(2000) }).subarray(0, 1024);
    await expect(redactContent(redactor, 'a.tar', archive)).rejects.toThrow('the tar archive is broken');
  });
});

describe('what nothing here opens', () => {
  test.each([
    ['xz', '\xfd7zXZ\0'],
    ['zstd', '\x28\xb5\x2f\xfd'],
    ['bzip2', 'BZh91AY&SY'],
    ['an empty bzip2', 'BZh9\x17rE8P\x90'],
    ['7z', '7z\xbc\xaf\x27\x1c'],
    ['rar', 'Rar!\x1a\x07\x01\0'],
    ['lz4', '\x04\x22\x4d\x18'],
    ['compress', '\x1f\x9d\x90'],
    ['lzip', 'LZIP\x01'],
    ['a cabinet', 'MSCF\0\0\0\0'],
    ['a zstd that begins with what is skipped', '\x50\x2a\x4d\x18'],
    ['lzma', ']\0\0\x80\0'],
    ['a Debian package', '!<arch>\ndebian-binary   '],
    ['an RPM package', '\xed\xab\xee\xdb\x03'],
    ['cpio', `070701${'004D5F0B'.repeat(4)}`],
    ['a cpio of old', '\xc7\x71\0'],
    ['arj', '\x60\xea\0'],
    ['lzh', '\x21\xa0-lh5-'],
    ['xar', 'xar!\0\x1c'],
    ["a browser's extension", 'Cr24\x03\0\0\0'],
    ['Parquet', 'PAR1\x15\x04'],
    ['Arrow', 'ARROW1\0\0'],
    ['Avro', 'Obj\x01\x04'],
  ])('cannot be kept: %s', async (_format, magic) => {
    const content = Buffer.from(`${magic}and more`, 'latin1');
    await expect(redactContent(redactor, 'log', content)).rejects.toThrow(/not opened/);
  });

  test('is no text that begins likewise', async () => {
    for (const text of ['070701 12:00:00 started', 'ls -lh\n', 'Cr24 and PAR1'])
      expect((await redactContent(redactor, 'log', Buffer.from(text))).toString()).toBe(text);
  });

  test('becomes a note inside an archive', async () => {
    const archive = await zip({ 'a.7z': Buffer.from('7z\xbc\xaf\x27\x1cand more', 'latin1'), 'b.txt': 'b' });
    const entries = await unzip(await redactContent(redactor, 'a.zip', archive));
    expect(entries['a.7z']?.toString()).toMatch(/^\[left out: this part could not be searched/);
    expect(entries['b.txt']?.toString()).toBe('b');
  });
});

describe('compressed content', () => {
  test('is redacted and compressed again', async () => {
    const gzip = await redactContent(redactor, 'log.gz', gzipSync(`a ${SECRET} b`));
    const brotli = await redactContent(redactor, 'log.br', brotliCompressSync(`a ${SECRET} b`));
    expect(gunzipSync(gzip).toString()).toBe('a [redacted] b');
    expect(brotliDecompressSync(brotli).toString()).toBe('a [redacted] b');
  });

  test('that cannot be unpacked cannot be kept', async () => {
    await expect(redactContent(redactor, 'log.gz', gzipSync('abc').subarray(0, 12))).rejects.toThrow(
      Unreadable,
    );
    await expect(redactContent(redactor, 'log.br', Buffer.from('abc'))).rejects.toThrow(Unreadable);
  });
});
