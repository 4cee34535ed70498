import { isDeepStrictEqual } from 'node:util';
import { sayMemory } from '../../reports/format.ts';
import type { Baseline, Machine } from './baseline.ts';

/** Machines report their memory with a little spread. */
const MEMORY_TOLERANCE = 0.05;

/** What makes two loads another question each: no comparison answers it. One sentence per difference. */
export function differencesOfLoad(before: Baseline, after: Baseline): readonly string[] {
  const [one, other] = [before.load, after.load];
  const sentences = [
    differ('profile', one.profile ?? 'none', other.profile ?? 'none'),
    differ('time scale', one.scale.time, other.scale.time),
    differ('rate scale', one.scale.rate, other.scale.rate),
  ].flat();
  if (sentences.length > 0 || isDeepStrictEqual(one.offered, other.offered)) return sentences;
  return ['the profile was changed since: other rates, users or durations'];
}

/** What shifts every number for reasons that are not the product's. */
export function differencesOfPlace(before: Baseline, after: Baseline): readonly string[] {
  return [
    differ('environment', before.environment, after.environment),
    differ('target', before.target.name, after.target.name),
    ...differencesOfMachine(before.machine, after.machine),
  ].flat();
}

function differencesOfMachine(one: Machine, other: Machine): readonly (readonly string[])[] {
  const unknown = unknownMachines(one, other);
  if (unknown.length > 0) return [[`machine: nobody knows what the pods ran on, ${unknown.join(' and ')}`]];
  const isMuchMemory = Math.abs(one.memoryMb / other.memoryMb - 1) > MEMORY_TOLERANCE;
  return [
    differ('operating system', majorOf(one.os), majorOf(other.os)),
    differ('cores', one.cores, other.cores),
    isMuchMemory ? differ('memory', sayMemory(one.memoryMb), sayMemory(other.memoryMb)) : [],
    differ('CPU', one.cpu ?? 'not known', other.cpu ?? 'not known'),
  ];
}

/** A load that was made elsewhere tells nothing of its machines (no cores): they never count as the same. */
function unknownMachines(before: Machine, after: Machine): readonly string[] {
  const told = (when: string, { os, cores }: Machine) => (cores > 0 ? [] : [`${when} (${os})`]);
  return [...told('before', before), ...told('now', after)];
}

/** `Linux 6.1` of `Linux 6.1.0-27-amd64`: patches come every week. */
function majorOf(os: string): string {
  return /^\S+ \d+\.\d+/.exec(os)?.[0] ?? os;
}

function differ(what: string, before: string | number, after: string | number): readonly string[] {
  return before === after ? [] : [`${what}: ${before} before, ${after} now`];
}
