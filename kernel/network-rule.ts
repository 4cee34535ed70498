/** Rules of this host's network, by Linux's own `tc`. Whoever makes one names it by device and handle, and so it is taken away. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { InfraError, messageOf } from './errors.ts';
import { readSystemFile } from './proc-files.ts';
import type { Undo } from './undo.ts';
import type { Sentence } from './sentence.ts';

type Rule = Pick<Extract<Undo, { kind: 'network-rule' }>, 'device' | 'handle'>;

const TIMEOUT_MS = 5000;
/** CAP_NET_ADMIN's place in Linux's sets of capabilities. */
const NET_ADMIN = 1n << 12n;

/** Why rules cannot be made and taken away here; undefined where they can. */
export function whyNoNetworkRules(
  folders = programFolders(),
  status = readSystemFile('/proc/self/status') ?? '',
): Sentence | undefined {
  if (findTc(folders) === undefined)
    return {
      what: "the network's rules cannot be changed here: there is no tc.",
      fix: 'install iproute2, or run network faults on a Linux host that has it',
    };
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  if ((BigInt(`0x${effective}`) & NET_ADMIN) !== 0n) return undefined;
  return {
    what: "the network's rules may not be changed by this user.",
    fix: 'run as one who has CAP_NET_ADMIN, such as root',
  };
}

/** The handles of what somebody put on a device; those of the system have none. Throws an InfraError where that cannot be told. */
export async function rulesOn(device: string): Promise<readonly string[]> {
  const { stdout } = await tc('qdisc', 'show', 'dev', device);
  const handles = stdout.split('\n').flatMap((line) => line.split(' ')[2] ?? []);
  return handles.filter((handle) => handle !== '0:');
}

/** Takes it away; harmless when it is gone, or its device is. Throws an InfraError while it is there. */
export async function removeRule({ device, handle }: Rule): Promise<void> {
  const rules = await rulesOn(device).catch((error: unknown): readonly string[] => {
    if (messageOf(error).includes('Cannot find device')) return [];
    throw error;
  });
  if (rules.includes(handle)) await tc('qdisc', 'del', 'dev', device, 'root', 'handle', handle);
}

/** Runs `tc`. Throws an InfraError with what it said. */
export async function tc(...args: readonly string[]): Promise<{ readonly stdout: string }> {
  try {
    return await promisify(execFile)(findTc(programFolders()) ?? 'tc', args, { timeout: TIMEOUT_MS });
  } catch (error) {
    throw new InfraError(`\`tc ${args.join(' ')}\`: ${messageOf(error).trim()}`, { cause: error });
  }
}

/** Where only root looks by itself stands last. */
function programFolders(): readonly string[] {
  return [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), '/usr/sbin', '/sbin'];
}

function findTc(folders: readonly string[]): string | undefined {
  return folders.map((folder) => join(folder, 'tc')).find(isProgram);
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
