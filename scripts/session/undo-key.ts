import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InfraError, messageOf } from '../../kernel/errors.ts';
import { UndoLog, type Sign } from '../../kernel/undo-log.ts';
import { STATE } from '../root.ts';

const KEY = join(STATE, 'undo.key');
const BYTES = 32;

/** By it a checkout knows the undos that it has written from what anybody who can write evidence may have put there. */
export function signerOf(file = KEY): Sign {
  let key: Buffer | undefined;
  return (text) => {
    key ??= readOrMakeKey(file);
    return createHmac('sha256', key).update(text).digest('base64url');
  };
}

/** That of this checkout. */
export const signHere = signerOf();

/** The undo log of a run of this checkout. `onMortal`: see `UndoLog`. */
export function openUndoLog(path: string, onMortal?: () => void): UndoLog {
  return new UndoLog(path, { sign: signHere, ...(onMortal && { onMortal }) });
}

/** Readable by this user alone, and whole from the first moment: two processes that make it at once have the same one. */
function readOrMakeKey(file: string): Buffer {
  try {
    return readKey(file) ?? makeKey(file);
  } catch (error) {
    throw new InfraError(
      {
        what: `${file}: ${messageOf(error)}; undos cannot be signed with it.`,
        fix: 'let the folder be written to, or remove that file',
      },
      { cause: error },
    );
  }
}

function readKey(file: string): Buffer | undefined {
  let key: Buffer;
  try {
    key = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (key.length === BYTES) return key;
  throw new Error(`got ${key.length} bytes; a key has ${BYTES}`);
}

function makeKey(file: string): Buffer {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(own, randomBytes(BYTES), { mode: 0o600, flag: 'wx', flush: true });
    linkSync(own, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own, { force: true });
  }
  return readFileSync(file);
}
