import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readPlainFile } from '../../kernel/plain-file.ts';

/** A run's private work folder: raw tool output, service data, and what must never be evidence. Removed with the run. */
export function workFolder(id: string): string {
  // Short, for the names of sockets below it may have no more than 107 characters.
  return join(tmpdir(), `harness-${id.slice(-4)}-${process.pid}`);
}

/** Others may pass through it (a database server may run as a user of its own) but not look into it. */
export function makeWorkFolder(work: string): void {
  mkdirSync(work, { mode: 0o711 });
  mkdirSync(join(work, 'target'), { mode: 0o711 });
}

const SECRETS = 'secrets.json';

/** Keeps the run's secrets for whoever must redact after a kill: readable by this user alone, gone with the folder. */
export function writeSecrets(work: string, secrets: readonly string[]): void {
  writeFileSync(join(work, SECRETS), JSON.stringify(secrets), { mode: 0o600 });
}

/** The secrets of a run; undefined when they are gone, and nothing raw may be imported any more. */
export function readSecrets(work: string): readonly string[] | undefined {
  try {
    return z.array(z.string()).parse(JSON.parse(readPlainFile(join(work, SECRETS)).toString()));
  } catch {
    return undefined;
  }
}
