import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from './checkout.ts';

interface Event {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A run of a copy, as it stands on disk. */
export interface RunOnDisk {
  readonly id: string;
  readonly folder: string;
  readonly reports: string;
  /** The private work folder that it announced. */
  work(): string;
  events(): readonly Event[];
  /** The text of all suite journals so far. */
  suites(): string;
  /** A JSON file of the evidence folder. */
  json(file: string): Readonly<Record<string, unknown>>;
}

/** The newest run of a copy. */
export function newestRun(checkout: Checkout): RunOnDisk {
  const id = checkout.runs().at(-1);
  if (id === undefined) throw new Error('no run was made');
  return runNamed(checkout, id);
}

export function runNamed(checkout: Checkout, id: string): RunOnDisk {
  const folder = join(checkout.root, 'evidence/runs', id);
  const events = () => parseLines(readFileSync(join(folder, 'run.ndjson'), 'utf8'));
  return {
    id,
    folder,
    reports: join(checkout.root, 'reports/runs', id),
    events,
    work: () => String(events().find(({ type }) => type === 'run-started')?.data['work']),
    suites: () =>
      globSync('*/*/*/journal.ndjson', { cwd: folder })
        .map((file) => readFileSync(join(folder, file), 'utf8'))
        .join(''),
    json: (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>,
  };
}

/** The last line may still be in the writing. */
function parseLines(text: string): readonly Event[] {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event);
}
