import { accessSync, constants, mkdirSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { writeError } from '../../evidence/disk.ts';
import { ConfigError, InfraError, messageOf } from '../../kernel/errors.ts';
import { readPlainFile } from '../../kernel/plain-file.ts';

/** No run fits into less. */
const ROOM_BYTES = 65_536;

/** A run's private work folder: raw tool output, service data, and what must never be evidence. Removed with the run. */
export function workFolder(id: string): string {
  // Short, for the names of sockets below it may have no more than 107 characters.
  return join(tmpdir(), `harness-${id.slice(-4)}-${process.pid}`);
}

/**
 * Throws where the system's temporary folder can take no work folder, before anything is begun: a ConfigError where it is the
 * wrong one, an InfraError where its disk is full.
 */
export function checkTemporaryFolder(folder = tmpdir()): void {
  try {
    if (!isAbsolute(folder)) throw new Error('it is no whole path, from / on');
    if (!statSync(folder).isDirectory()) throw new Error('it is no folder');
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new ConfigError({
      what: `temporary folder ${folder}: ${messageOf(error)}.`,
      fix: 'let TMPDIR name a folder where you may write, or unset it.',
    });
  }
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < ROOM_BYTES)
    throw new InfraError({
      what: `temporary folder ${folder}: the disk is full.`,
      fix: 'free space there, or let TMPDIR name another folder.',
    });
}

/** Others may pass through it (a database server may run as a user of its own) but not look into it. */
export function makeWorkFolder(work: string): void {
  try {
    mkdirSync(work, { mode: 0o711 });
    mkdirSync(join(work, 'target'), { mode: 0o711 });
  } catch (error) {
    throw writeError(work, error);
  }
}

const SECRETS = 'secrets.json';

/** Keeps the run's secrets for whoever must redact after a kill: readable by this user alone, gone with the folder. */
export function writeSecrets(work: string, secrets: readonly string[]): void {
  const file = join(work, SECRETS);
  try {
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  } catch (error) {
    throw writeError(file, error);
  }
}

/** The secrets of a run; undefined when they are gone, and nothing raw may be imported any more. */
export function readSecrets(work: string): readonly string[] | undefined {
  try {
    return z.array(z.string()).parse(JSON.parse(readPlainFile(join(work, SECRETS)).toString()));
  } catch {
    return undefined;
  }
}
