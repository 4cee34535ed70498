import { ConfigError } from '../../../kernel/errors.ts';
import type { Reader } from '../imported.ts';

const LEAST_PERCENT = 80;

interface Covered {
  readonly found: number;
  readonly hit: number;
}

/** LCOV: its lines are counted here, whatever its totals say; where the two differ it is refused. */
export const lcov: Reader = (text) => {
  const files = filesOf(text);
  const found = files.reduce((sum, file) => sum + file.found, 0);
  const hit = files.reduce((sum, file) => sum + file.hit, 0);
  if (found === 0)
    throw new ConfigError({
      what: 'no lines were found in it: nothing was measured',
      fix: 'run the tests with coverage of the sources, and import the lcov.info of that',
    });
  return {
    checks: [
      {
        id: `the LCOV of ${files.length} files is kept`,
        outcome: 'passed',
        durationMs: 0,
        proves: ['EVI-01/lcov'],
      },
    ],
    metrics: [{ name: 'coverage.lines', value: (100 * hit) / found, unit: '%', samples: found }],
    thresholds: [
      {
        ...{ metric: 'coverage.lines', op: '>=', limit: LEAST_PERCENT, unit: '%', minSamples: 1 },
        proves: ['REL-09/coverage'],
      },
    ],
  };
};

function filesOf(text: string): readonly Covered[] {
  const records = text.split(/^end_of_record\s*$/m);
  const rest = records.pop() ?? '';
  if (/^\w+:/m.test(rest) || records.length === 0)
    throw new ConfigError({
      what: 'it is no LCOV, or was cut: its last record has no end_of_record',
      fix: 'import the whole lcov.info, as the coverage tool wrote it',
    });
  const byFile = Map.groupBy(records, (record) => /^SF:(.+)$/m.exec(record)?.[1]?.trim() ?? '');
  if (byFile.has('')) throw new ConfigError('it is no LCOV: a record names no source file (SF:)');
  return [...byFile].map(([file, own]) => coveredIn(file, own));
}

/** A file that several tests tell of is one file. */
function coveredIn(file: string, records: readonly string[]): Covered {
  const lines = new Map<string, number>();
  for (const record of records) {
    const own = [...record.matchAll(/^DA:(\d+),(\d+)/gm)].map(
      ([, line = '', hits]) => [line, Number(hits)] as const,
    );
    for (const [line, hits] of own) lines.set(line, (lines.get(line) ?? 0) + hits);
    const hit = new Set(own.filter(([, hits]) => hits > 0).map(([line]) => line)).size;
    refuseOtherTotals(file, record, { found: new Set(own.map(([line]) => line)).size, hit });
  }
  return { found: lines.size, hit: [...lines.values()].filter((hits) => hits > 0).length };
}

function refuseOtherTotals(file: string, record: string, { found, hit }: Covered): void {
  const total = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(record)?.[1] ?? NaN);
  const [toldFound, toldHit] = [total('LF'), total('LH')];
  if ((Number.isNaN(toldFound) || toldFound === found) && (Number.isNaN(toldHit) || toldHit === hit)) return;
  throw new ConfigError({
    what: `${file}: says ${toldHit} of ${toldFound} lines, and lists ${hit} of ${found}`,
    fix: 'import it as the coverage tool wrote it, with its lines (DA:)',
  });
}
