import { statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { InfraError } from '../../../kernel/errors.ts';
import type { Sentence } from '../../../kernel/sentence.ts';
import { readReference } from '../../../kernel/value-reference.ts';
import type { OsvOptions } from './options.ts';

const DAY_MS = 86_400_000;
const WHERE = 'osv-scalibr/npm/all.zip';
const FIX = `download https://osv-vulnerabilities.storage.googleapis.com/npm/all.zip (about 100 MB) to <folder>/${WHERE}, and let HARNESS_OSV_DATABASE name the folder.`;

/** Advisories that are there, and how old the newest of them is. */
export interface Database {
  readonly folder: string;
  readonly advisories: number;
  readonly newest: Date;
  readonly ageDays: number;
}

/** Why no advisory can be asked. */
export function whyNoDatabase({ database }: Pick<OsvOptions, 'database'>): Sentence | undefined {
  const read = readReference(database);
  if ('problem' in read)
    return { what: `no advisory source answers: ${read.problem}, and offline there is no other.`, fix: FIX };
  const file = join(read.value, WHERE);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return undefined;
  return { what: `no advisory source answers: ${file} is not there.`, fix: FIX };
}

/** Opens the database. Throws an InfraError where it is not there, empty, or older than it may be. */
export async function openDatabase(options: OsvOptions, now: Date): Promise<Database> {
  const problem = whyNoDatabase(options);
  const read = readReference(options.database);
  if (problem !== undefined || 'problem' in read) throw new InfraError(problem ?? 'no database');
  const { advisories, newest } = await newestIn(join(read.value, WHERE), now);
  const ageDays = (now.getTime() - newest.getTime()) / DAY_MS;
  if (advisories < options.minAdvisories || ageDays > options.maxAgeDays)
    throw new InfraError({
      what:
        advisories < options.minAdvisories
          ? `${read.value} holds ${advisories} advisories, and there must be ${options.minAdvisories}: that is no whole database.`
          : `the newest of ${advisories} advisories in ${read.value} is of ${newest.toISOString().slice(0, 10)}: ${ageDays.toFixed(1)} days, and ${options.maxAgeDays} are allowed.`,
      fix: FIX,
    });
  return { folder: read.value, advisories, newest, ageDays };
}

const advisorySchema = z.object({ modified: z.coerce.date() });

/**
 * When the newest advisory was changed, by its own words: an archive's dates are of whoever packed it. One that is of tomorrow says
 * nothing: for its sake the others would never be old.
 */
async function newestIn(file: string, now: Date): Promise<{ advisories: number; newest: Date }> {
  const { default: yauzl } = await import('yauzl');
  let [advisories, newest] = [0, 0];
  try {
    const zip = await yauzl.openPromise(file);
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('.json')) continue;
      const { modified } = advisorySchema.parse(
        JSON.parse(await text(await zip.openReadStreamPromise(entry))),
      );
      advisories += 1;
      if (modified.getTime() < now.getTime() + DAY_MS) newest = Math.max(newest, modified.getTime());
    }
  } catch (error) {
    throw new InfraError({ what: `${file} cannot be read as OSV's archive: ${String(error)}.`, fix: FIX });
  }
  return { advisories, newest: new Date(newest) };
}
