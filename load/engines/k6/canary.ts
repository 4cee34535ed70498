import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InfraError } from '../../../kernel/errors.ts';
import { CheckCounts } from './check-counts.ts';
import { RowReader } from './csv-rows.ts';
import { type K6, RUN_ARGS, readAll, startK6 } from './k6-process.ts';

const NAME = 'harness canary, "planted"';
const SCRIPT = `import { check } from 'k6';
export default function () {
  check(0, { '${NAME}': () => false });
}
`;

/** Proves that this k6, run this way, reports a failed check: a tool that says nothing must not look like a pass. */
export async function proveAwake(k6: K6, work: string): Promise<void> {
  const script = join(work, 'canary.js');
  writeFileSync(script, SCRIPT);
  const counts = new CheckCounts();
  const rows = new RowReader((row) => counts.add(row));
  let log = '';
  const child = await startK6(k6, { args: RUN_ARGS, cwd: work, script });
  const exit = await readAll(
    child,
    (chunk) => rows.push(chunk),
    (chunk) => (log += chunk),
  );
  const found = counts.all().some((count) => count.name === NAME && count.total === 1 && count.passed === 0);
  if (found) return;
  throw new InfraError(
    `k6 did not report a planted failing check (exit ${exit.code ?? exit.signal ?? 'unknown'}): ${log.slice(-500).trim() || 'it said nothing'}. ` +
      `Fix: run \`${k6.program} version\`; version 2.2 or newer is needed.`,
  );
}
