import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../kernel/errors.ts';
import { ownerOf, writeOwner } from '../heal/owner.ts';
import { STATE } from '../root.ts';

const LOCK = join(STATE, 'detect');

/**
 * One detection of a checkout at a time: two would measure each other. A live one is a ConfigError that names it; a dead one's
 * place is taken. The result gives it up.
 */
export function takeLock(): () => void {
  mkdirSync(STATE, { recursive: true });
  if (!make()) {
    const owner = ownerOf(LOCK);
    if (owner !== undefined)
      throw new ConfigError(
        `a detection goes on already, in process ${owner}; wait for it or stop it with Ctrl-C`,
      );
    rmSync(LOCK, { recursive: true, force: true });
    if (!make()) throw new ConfigError('a detection has just begun elsewhere; wait for it');
  }
  writeOwner(LOCK);
  return () => rmSync(LOCK, { recursive: true, force: true });
}

function make(): boolean {
  try {
    mkdirSync(LOCK, { mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}
