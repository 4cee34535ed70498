import { createHash } from 'node:crypto';
import { dayOrTime } from '../../kernel/day-or-time.ts';
import { ConfigError, messageOf } from '../../kernel/errors.ts';
import { isSameCommit } from '../../kernel/judge-together.ts';
import { readPlainFile } from '../../kernel/plain-file.ts';
import { within } from '../../kernel/sentence.ts';
import { junit } from './formats/junit.ts';
import { lcov } from './formats/lcov.ts';
import { report } from './formats/report.ts';
import { sarif } from './formats/sarif.ts';
import { ASPECTS, type As, type Contents, type Reader } from './imported.ts';

export interface ImportOptions {
  readonly as?: string | undefined;
  readonly commit?: string;
  readonly madeAt?: string;
  readonly author?: string;
}

export interface ReadImport extends Contents {
  readonly as: As;
  readonly format: string;
  readonly madeAt: string;
  readonly commit: string;
  readonly sha256: string;
}

const READERS = { junit, lcov, report, sarif } satisfies Record<string, Reader>;
type Format = keyof typeof READERS;
const FORMATS: Readonly<Record<As, readonly [Format, ...Format[]]>> = {
  lint: ['sarif', 'report'],
  types: ['sarif', 'report'],
  unit: ['junit'],
  integration: ['junit'],
  build: ['report'],
  coverage: ['lcov'],
  pentest: ['report'],
  tracker: ['report'],
  exercise: ['report'],
};
/** More is not kept of one file. */
const MOST_BYTES = 64 * 1024 * 1024;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The whole file, as what was asked. A ConfigError names the file, what is wrong of it and what to do. */
export function readImport(
  file: string,
  options: ImportOptions,
  { now, days }: { now: Date; days: (as: As) => number },
): ReadImport {
  const as = asOf(options.as);
  try {
    const bytes = bytesOf(file);
    const text = bytes.toString('utf8');
    const format = formatOf(text, as);
    const read = READERS[format](text, as);
    const madeAt = madeAtOf(read.madeAt, options.madeAt);
    refuseAge(as, madeAt, { now, days: days(as) });
    const commit = commitOf(read.commit, options.commit);
    const author = options.author ?? read.author;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { ...read, as, format, madeAt, commit, author, sha256 };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.problems.map((problem) => within(file, problem)));
  }
}

function asOf(got: string | undefined): As {
  const known = Object.keys(ASPECTS) as As[];
  const found = known.find((one) => one === got);
  if (found === undefined)
    throw new ConfigError(
      `--as: got ${got === undefined ? 'nothing' : `"${got}"`}; known: ${known.join(', ')}`,
    );
  return found;
}

function bytesOf(file: string): Buffer {
  const bytes = read(file);
  if (bytes.toString('utf8').trim() === '')
    throw new ConfigError({
      what: 'it is empty',
      fix: 'find out why nothing was written, and import what is',
    });
  if (bytes.length > MOST_BYTES)
    throw new ConfigError({
      what: `it has ${bytes.length} bytes; no more than ${MOST_BYTES} are kept`,
      fix: 'import it in parts',
    });
  return bytes;
}

function read(file: string): Buffer {
  try {
    return readPlainFile(file);
  } catch (error) {
    throw new ConfigError(`it cannot be read: ${messageOf(error)}`);
  }
}

function formatOf(text: string, as: As): Format {
  const [first, ...others] = FORMATS[as];
  if (others.length === 0) return first;
  return /"examined"\s*:/.test(text) && !/"runs"\s*:/.test(text) ? 'report' : first;
}

function madeAtOf(own: string | undefined, said: string | undefined): string {
  if (said !== undefined && !dayOrTime.safeParse(said).success)
    throw new ConfigError(`--made-at: got "${said}"; a day such as 2026-10-31, or an ISO time`);
  const time = own ?? said;
  const at = Date.parse(time ?? '');
  if (Number.isNaN(at))
    throw new ConfigError({ what: 'it does not say when it was made', fix: 'say so: --made-at <time>' });
  if (own !== undefined && said !== undefined && Math.abs(Date.parse(said) - at) > DAY_MS)
    throw new ConfigError({
      what: `it says that it was made at ${own}, and --made-at ${said}`,
      fix: 'leave --made-at out',
    });
  return new Date(at).toISOString();
}

function refuseAge(as: As, madeAt: string, { now, days }: { now: Date; days: number }): void {
  const ago = now.getTime() - Date.parse(madeAt);
  if (ago < -HOUR_MS)
    throw new ConfigError({
      what: `it was made at ${madeAt}, which is still to come`,
      fix: 'correct the clock of whoever made it',
    });
  if (ago <= days * DAY_MS) return;
  throw new ConfigError({
    what: `it was made ${(ago / DAY_MS).toFixed(1)} days ago; the policy lets ${as} be ${days} old`,
    fix: 'make it again; or, where it may be older, say `imports` in the policy of harness.config.ts',
  });
}

function commitOf(own: string | undefined, said: string | undefined): string {
  const commit = said ?? own;
  if (commit === undefined)
    throw new ConfigError({ what: 'it does not say of which commit it is', fix: 'say so: --commit <hash>' });
  for (const one of [own, said])
    if (one !== undefined && !/^[\da-f]{7,64}$/i.test(one))
      throw new ConfigError({
        what: `its commit is "${one}"`,
        fix: 'give 7 or more hexadecimal digits, as git tells them',
      });
  if (own !== undefined && said !== undefined && !isSameCommit(own, said))
    throw new ConfigError({
      what: `it is of commit ${own}, and --commit says ${said}`,
      fix: `import what was made of ${said}`,
    });
  return (own !== undefined && own.length > commit.length ? own : commit).toLowerCase();
}
