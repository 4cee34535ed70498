import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endCanary } from '../../../../fixtures/test-runners/end-canary.ts';
import { InfraError } from '../../../../kernel/errors.ts';
import { CheckCounts } from '../samples/check-counts.ts';
import { RowReader } from '../samples/csv-rows.ts';
import { type K6, type K6Output, OUTPUTS, readAll, runArgs, startK6 } from './k6-process.ts';

const NAME = 'harness canary, "planted"';
const SCRIPT = `import { check } from 'k6';
export default function () {
  check(0, { '${NAME}': () => false });
}
`;

/** What a k6 says that has no such output. */
const NO_SUCH_OUTPUT = /invalid output type/i;

/**
 * Proves that this k6, run this way, reports a failed check: a tool that says nothing must not look like a pass. The output by
 * which it did. `onBegun` is called once it runs.
 */
export async function proveAwake(k6: K6, work: string, onBegun?: () => void): Promise<K6Output> {
  const script = join(work, 'canary.js');
  writeFileSync(script, SCRIPT);
  let heard = '';
  for (const output of OUTPUTS) {
    const { found, said } = await listen(k6, work, script, output, onBegun);
    if (found) return output;
    heard = said;
    if (!NO_SUCH_OUTPUT.test(said)) break;
  }
  throw new InfraError({
    what: `k6 did not report a planted failing check ${heard}.`,
    fix: `run \`${k6.program} version\`; version 2.2 or newer is needed.`,
  });
}

async function listen(k6: K6, work: string, script: string, output: K6Output, onBegun?: () => void) {
  const counts = new CheckCounts();
  const rows = new RowReader((row) => counts.add(row));
  let log = '';
  const child = await startK6(k6, { args: runArgs(output, k6), cwd: work, script });
  onBegun?.();
  const reading = readAll(
    child,
    (chunk) => rows.push(chunk),
    (chunk) => (log += chunk),
  );
  await endCanary('k6', child);
  const exit = await reading;
  const found = counts.all().some((count) => count.name === NAME && count.total === 1 && count.passed === 0);
  const said = `(exit ${exit.code ?? exit.signal ?? 'unknown'}): ${log.slice(-500).trim() || 'it said nothing'}`;
  return { found, said };
}
