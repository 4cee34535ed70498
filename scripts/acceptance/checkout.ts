import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { endProcessesOf } from './stragglers.ts';
import { ROOT } from '../root.ts';

/** What is not source: linked, made anew, or none of a copy's business. */
const LEFT_OUT = new Set([
  'node_modules',
  '.git',
  '.harness',
  'coverage',
  'dist',
  'test-results',
  'playwright-report',
]);

/** A copy of the checkout that a test may break, with evidence and reports of its own. */
export interface Checkout {
  readonly root: string;
  /** Outside the copy: where a stranger keeps files. */
  readonly strangers: string;
  /** Where its runs keep their work folders. */
  readonly temporary: string;
  /** Writes a file below the copy; returns its absolute path. */
  write(file: string, text: string): string;
  /** Writes a file into the stranger's folder; returns its absolute path. */
  stranger(file: string, text: string): string;
  /** The ids of its runs, oldest first. */
  runs(): readonly string[];
  /** Once nothing of it runs any more. */
  remove(): Promise<void>;
}

/** Copies the sources (a fraction of a second) and links the packages. */
export function makeCheckout(): Checkout {
  const base = claimFolder();
  const [root, strangers, temporary] = ['c', 's', 't'].map((name) => join(base, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [root, strangers, temporary]) mkdirSync(folder);
  copySources(root);
  return {
    root,
    strangers,
    temporary,
    write: (file, text) => writeBelow(root, file, text),
    stranger: (file, text) => writeBelow(strangers, file, text),
    runs: () => foldersIn(join(root, 'evidence/runs')),
    remove: async () => {
      await endProcessesOf(base);
      rmSync(base, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * The first free one of `acc-000`, `acc-001`, …: Node finds what it compiled of a copy's sources by their path, so the next copy
 * there starts as fast as the checkout itself.
 */
function claimFolder(): string {
  for (let number = 0; ; number++) {
    const folder = join(tmpdir(), `acc-${String(number).padStart(3, '0')}`);
    try {
      mkdirSync(folder);
      // Databases run as a user of their own, who must get through.
      chmodSync(folder, 0o755);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function copySources(root: string): void {
  const isOutput = (path: string) =>
    basename(path) === 'node_modules' ||
    /^(evidence|reports)\/(runs|latest|detect|ci)$/.test(path.slice(ROOT.length + 1));
  for (const name of readdirSync(ROOT).filter((one) => !LEFT_OUT.has(one)))
    cpSync(join(ROOT, name), join(root, name), { recursive: true, filter: (path) => !isOutput(path) });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
}

function writeBelow(folder: string, file: string, text: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** By age: ids made in the same minute do not sort. */
function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const born = (name: string) => statSync(join(folder, name)).birthtimeMs;
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort((one, other) => born(one) - born(other));
}
