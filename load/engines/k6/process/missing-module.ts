import type { Sentence } from '../../../../kernel/sentence.ts';
const OURS = 'k6/x/sse';
const BUILD =
  'go -C load/engines/k6 build -o "$PWD/.harness/k6" ./build && export HARNESS_K6="$PWD/.harness/k6"';

/** Which modules of the script this k6 lacks, and how to get one that has them; undefined when `said` is about something else. */
export function missingModules(said: string, program: string): Sentence | undefined {
  if (!said.includes('unknown modules')) return undefined;
  const names = [...said.matchAll(/"(k6\/x\/[^"]+)"/g)].map(([, name = '']) => name);
  if (names.length === 0) return undefined;
  const fix = names.every((name) => name === OURS)
    ? `\`${BUILD}\` (needs Go 1.25 or newer)`
    : 'build a k6 that has them, see https://grafana.com/docs/k6/latest/extensions, and let HARNESS_K6 name it';
  return {
    what: `the script imports ${names.join(', ')}, which ${program} does not have: no release of k6 has.`,
    fix: `${fix}.`,
  };
}
