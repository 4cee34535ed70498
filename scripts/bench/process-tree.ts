import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { readSystemFile, statFields, TICKS_PER_SECOND } from '../../kernel/proc-files.ts';
import { usageOf } from '../../load/engines/k6/watch/process-usage.ts';

export interface TreeReading {
  /** User and system time of the tree so far, with that of its members that ended and were waited for. */
  readonly cpuMs: number;
  /** Names of the programs that run. */
  readonly running: readonly string[];
}

/** Reads a process and all its descendants. Linux only; a process that ends meanwhile is left out. */
export function readTree(pid: number): TreeReading {
  const all = [pid, ...descendants(pid)].flatMap((one) => statOf(one) ?? []);
  return {
    cpuMs: all.reduce((sum, one) => sum + one.cpuMs, 0),
    running: all.filter(({ ended }) => !ended).map(({ name }) => name),
  };
}

/** A program, a script of ours by its file, and its resident memory in MB of 10^6 bytes. */
export interface ProcessMemory {
  readonly name: string;
  readonly mb: number;
}

/** The memory of a process and of each of its descendants. Linux only; nothing once it is gone. */
export function treeMemory(pid: number): readonly ProcessMemory[] {
  return [pid, ...descendants(pid)].flatMap((one) => {
    const [name, mb] = [nameOf(one), usageOf(one)?.memoryMb];
    return name === undefined || mb === undefined ? [] : [{ name, mb }];
  });
}

/** Of Node's processes the kernel knows only that they are Node's. */
function nameOf(pid: number): string | undefined {
  const name = statOf(pid)?.name;
  return name === 'MainThread' || name === 'node' ? (scriptOf(pid) ?? name) : name;
}

function scriptOf(pid: number): string | undefined {
  const args = readSystemFile(`/proc/${pid}/cmdline`)?.split('\0');
  const script = args?.find((arg) => arg.endsWith('.ts'));
  return script === undefined ? undefined : basename(script);
}

function descendants(pid: number): readonly number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendants(child)]);
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => (readSystemFile(`/proc/${pid}/task/${task}/children`) ?? '').trim().split(' '))
      .filter((child) => child !== '')
      .map(Number);
  } catch {
    return [];
  }
}

function statOf(pid: number): { cpuMs: number; name: string; ended: boolean } | undefined {
  const stat = readSystemFile(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : parseStat(stat);
}

/** `12 (name) S …`: see proc(5). utime, stime, cutime and cstime are fields 14 to 17. */
export function parseStat(text: string): { cpuMs: number; name: string; ended: boolean } {
  const fields = statFields(text);
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
  return { cpuMs: (1000 * ticks) / TICKS_PER_SECOND, name, ended: fields[0] === 'Z' };
}
