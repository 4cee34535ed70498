import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  filesOf,
  JOURNALS,
  type Mutation,
  pick,
  read,
  SUITE_JOURNALS,
  type Victim,
  write,
} from './victim.ts';

const NAMES = [
  'Run.json',
  'RUN.NDJSON',
  'Manifest.json',
  'a\nb',
  '\u001b[2J',
  '\u202Etxt',
  ' ',
  '.hidden',
  'n'.repeat(250),
  '__proto__',
  'constructor',
];

/** Files that are gone, added, or something else. */
export const TREE: readonly Mutation[] = [
  { name: 'a removed file', apply: (victim) => rm(victim, pick(victim, filesOf(victim))) },
  { name: 'no manifest', apply: (victim) => rm(victim, 'manifest.json') },
  { name: 'no run.json', apply: (victim) => rm(victim, 'run.json') },
  { name: 'no run.ndjson', apply: (victim) => rm(victim, 'run.ndjson') },
  { name: 'a removed journal', apply: (victim) => rm(victim, pick(victim, filesOf(victim, JOURNALS))) },
  {
    name: 'a removed suite',
    apply: (victim) => rm(victim, dirname(pick(victim, filesOf(victim, SUITE_JOURNALS)))),
  },
  { name: 'an added file', apply: (victim) => write(victim, join(somewhere(victim), 'added.log'), 'x') },
  {
    name: 'a name that looks like another',
    apply: (victim) => write(victim, join(somewhere(victim), pick(victim, NAMES)), 'x'),
  },
  {
    name: 'an added journal of its own',
    apply: (victim) => addJournal(victim, read(victim, pick(victim, filesOf(victim, JOURNALS)))),
  },
  {
    name: 'an added journal of another run',
    apply: (victim) => addJournal(victim, foreign(victim, JOURNALS)),
  },
  {
    name: 'the journal of another run',
    apply: (victim) =>
      write(victim, pick(victim, filesOf(victim, SUITE_JOURNALS)), foreign(victim, SUITE_JOURNALS)),
  },
  {
    name: 'the run.ndjson of another run',
    apply: (victim) => write(victim, 'run.ndjson', foreign(victim, /^run\.ndjson$/)),
  },
  {
    name: 'the run.json of another run',
    apply: (victim) => write(victim, 'run.json', foreign(victim, /^run\.json$/)),
  },
  {
    name: 'the manifest of another run',
    apply: (victim) => write(victim, 'manifest.json', foreign(victim, /^manifest\.json$/)),
  },
  { name: 'another run under its name', apply: asAnother },
  {
    name: 'everything but the manifest of another run',
    apply: (victim) => asAnother(victim, 'manifest.json'),
  },
  { name: 'a suite under another name', apply: rename },
  {
    name: 'a link in place of a file',
    apply: (victim) => replace(victim, (file) => symlinkSync(kept(victim, file), file)),
  },
  {
    name: 'a link that leads nowhere',
    apply: (victim) => replace(victim, (file) => symlinkSync('nowhere', file)),
  },
  { name: 'a link to itself', apply: (victim) => replace(victim, (file) => symlinkSync(file, file)) },
  {
    name: 'a link to a device that never ends',
    apply: (victim) => replace(victim, (file) => symlinkSync('/dev/zero', file)),
  },
  {
    name: 'an added link',
    apply: (victim) => symlinkSync('/etc', join(victim.folder, somewhere(victim), 'etc')),
  },
  {
    name: 'an added loop',
    apply: (victim) => symlinkSync('..', join(victim.folder, somewhere(victim), 'loop')),
  },
  { name: 'a folder that became a link', apply: folderLink },
  {
    name: 'a pipe in place of a file',
    apply: (victim) => replace(victim, (file) => linkSync(victim.odd.pipe, file)),
  },
  {
    name: 'a pipe in place of a journal',
    apply: (victim) => replace(victim, (file) => linkSync(victim.odd.pipe, file), JOURNALS),
  },
  {
    name: 'a pipe in place of a record',
    apply: (victim) =>
      replace(victim, (file) => linkSync(victim.odd.pipe, file), /^(run|manifest|undo)\.(nd)?json$/),
  },
  {
    name: 'a socket in place of a file',
    apply: (victim) => replace(victim, (file) => linkSync(victim.odd.socket, file)),
  },
  {
    name: 'an added pipe',
    apply: (victim) => linkSync(victim.odd.pipe, join(victim.folder, somewhere(victim), 'pipe')),
  },
  { name: 'an added journal that is a pipe', apply: (victim) => addPipe(victim) },
  { name: 'a folder in place of a file', apply: (victim) => replace(victim, (file) => mkdirSync(file)) },
  { name: 'a file in place of a folder', apply: fileForFolder },
  {
    name: 'no permission',
    apply: (victim) => chmodSync(join(victim.folder, pick(victim, filesOf(victim))), 0),
  },
  {
    name: 'an empty folder',
    apply: (victim) => void mkdirSync(join(victim.folder, 'e2e/e2e/empty'), { recursive: true }),
  },
  {
    name: 'a deep folder',
    apply: (victim) => write(victim, join('d/'.repeat(200), 'journal.ndjson'), 'x\n'),
  },
];

function rm({ folder }: Victim, path: string): void {
  rmSync(join(folder, path), { recursive: true });
}

function somewhere(victim: Victim): string {
  return pick(victim, ['.', ...filesOf(victim).map((path) => dirname(path))]);
}

function foreign(victim: Victim, pattern: RegExp): Buffer {
  const path = pick(
    victim,
    [...victim.other.keys()].filter((one) => pattern.test(one)),
  );
  return victim.other.get(path) ?? Buffer.alloc(0);
}

function addJournal(victim: Victim, content: Buffer): void {
  const places = [
    'journal.ndjson',
    'e2e/journal.ndjson',
    'e2e/e2e/added/journal.ndjson',
    'e2e/e2e/login/more/journal.ndjson',
    'contract/contract/added/journal.ndjson',
    'e2e/e2e/added/run.ndjson',
  ];
  write(victim, pick(victim, places), content);
}

function addPipe(victim: Victim): void {
  const folder = join(victim.folder, 'e2e/e2e/piped');
  mkdirSync(folder, { recursive: true });
  linkSync(victim.odd.pipe, join(folder, 'journal.ndjson'));
}

function asAnother(victim: Victim, but = ''): void {
  for (const path of filesOf(victim)) if (path !== but) rm(victim, path);
  for (const [path, content] of victim.other) if (path !== but) write(victim, path, content);
}

function rename(victim: Victim): void {
  const from = dirname(pick(victim, filesOf(victim, SUITE_JOURNALS)));
  renameSync(join(victim.folder, from), join(victim.folder, `${from}-renamed`));
}

function replace(victim: Victim, put: (file: string) => void, pattern = /(?:)/): void {
  const file = join(victim.folder, pick(victim, filesOf(victim, pattern)));
  const aside = kept(victim, file);
  rmSync(aside, { force: true, recursive: true });
  renameSync(file, aside);
  put(file);
}

/** Outside the run's folder, with the same content. */
function kept({ folder }: Victim, file: string): string {
  return `${folder}.kept-${file.length}`;
}

function folderLink(victim: Victim): void {
  const folder = join(victim.folder, dirname(pick(victim, filesOf(victim, SUITE_JOURNALS))));
  const aside = kept(victim, folder);
  rmSync(aside, { force: true, recursive: true });
  renameSync(folder, aside);
  symlinkSync(aside, folder);
}

function fileForFolder(victim: Victim): void {
  const folder = dirname(pick(victim, filesOf(victim, SUITE_JOURNALS)));
  rm(victim, folder);
  write(victim, folder, 'x');
}
