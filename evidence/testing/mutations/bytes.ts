import { edit, filesOf, JOURNALS, type Mutation, pick, read, type Victim, write } from './victim.ts';

/** Changes of a file that know nothing of its format. */
export const BYTES: readonly Mutation[] = [
  ...['', 'manifest.json', 'run.json', 'run.ndjson', 'journal.ndjson'].map((file): Mutation => ({
    name: `a flipped bit of ${file || 'any file'}`,
    apply: (victim) => spoil(victim, new RegExp(`${file}$`), flip),
  })),
  { name: 'an added byte', apply: (victim) => spoil(victim, /(?:)/, insert) },
  { name: 'a byte less', apply: (victim) => spoil(victim, /(?:)/, remove) },
  { name: 'a truncated file', apply: (victim) => spoil(victim, /(?:)/, truncate) },
  { name: 'a truncated journal', apply: (victim) => spoil(victim, JOURNALS, truncate) },
  { name: 'a journal cut at a line', apply: (victim) => spoil(victim, JOURNALS, cutAtLine) },
  { name: 'an empty file', apply: (victim) => spoil(victim, /(?:)/, () => Buffer.alloc(0)) },
  {
    name: 'a torn line at the end',
    apply: (victim) => spoil(victim, JOURNALS, (all) => join(all, '{"seq":7,"at"')),
  },
  { name: 'an empty line at the end', apply: (victim) => spoil(victim, JOURNALS, (all) => join(all, '\n')) },
  {
    name: 'bytes that are no UTF-8',
    apply: (victim) => spoil(victim, /(?:)/, overwrite(Buffer.from([0xff, 0xc0, 0x80]))),
  },
  { name: 'NULs', apply: (victim) => spoil(victim, /(?:)/, overwrite(Buffer.alloc(5))) },
  {
    name: 'a huge line',
    apply: (victim) => spoil(victim, JOURNALS, (all) => join(all, `${'x'.repeat(3 << 20)}\n`)),
  },
  {
    name: 'a file written over by random bytes',
    apply: (victim) => spoil(victim, /(?:)/, (all, random) => all.map(() => random() * 256)),
  },
  {
    name: 'line ends of another system',
    apply: (victim) =>
      edit(victim, pick(victim, filesOf(victim, /json$/)), (text) => text.replaceAll('\n', '\r\n')),
  },
  {
    name: 'a byte order mark',
    apply: (victim) => edit(victim, pick(victim, filesOf(victim)), (text) => `\ufeff${text}`),
  },
];

type Spoil = (bytes: Buffer, random: () => number) => Uint8Array;

function spoil(victim: Victim, pattern: RegExp, how: Spoil): void {
  const path = pick(victim, filesOf(victim, pattern));
  write(victim, path, Buffer.from(how(read(victim, path), victim.random)));
}

function somewhere(bytes: Buffer, random: () => number): number {
  return Math.floor(random() * bytes.length);
}

const flip: Spoil = (bytes, random) => {
  const at = somewhere(bytes, random);
  const changed = Buffer.from(bytes);
  if (changed.length > 0) changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return changed;
};

const insert: Spoil = (bytes, random) => {
  const at = somewhere(bytes, random);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from([random() * 256]), bytes.subarray(at)]);
};

const remove: Spoil = (bytes, random) => {
  const at = somewhere(bytes, random);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
};

const truncate: Spoil = (bytes, random) => bytes.subarray(0, somewhere(bytes, random));

const cutAtLine: Spoil = (bytes, random) =>
  bytes.subarray(0, bytes.lastIndexOf(0x0a, somewhere(bytes, random)) + 1);

function join(bytes: Buffer, more: string): Buffer {
  return Buffer.concat([bytes, Buffer.from(more)]);
}

function overwrite(with_: Buffer): Spoil {
  return (bytes, random) => {
    const changed = Buffer.from(bytes);
    with_.copy(changed, somewhere(bytes, random));
    return changed;
  };
}
