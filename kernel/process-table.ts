import { ConfigError } from './errors.ts';
import { ProcTable } from './proc-table.ts';
import type { ProcessTable } from './process-facts.ts';
import { PsTable } from './ps-table.ts';

/** The first that knows at least the process that asks. */
export function chooseTable(tables: readonly ProcessTable[]): ProcessTable {
  const table = tables.find(knowsItself);
  if (table) return table;
  throw new ConfigError({
    what: 'processes cannot be told apart on this system: there is no /proc, and ps lists none. What a run starts could not be ended for certain, so none is started.',
    fix: 'mount /proc, or put ps on PATH',
  });
}

function knowsItself(table: ProcessTable): boolean {
  try {
    return table.read(process.pid) !== undefined;
  } catch {
    return false;
  }
}

let chosen: ProcessTable | undefined;

/** How processes are read here. Throws a ConfigError where they cannot be: what cannot be seen must not be called gone. */
export function processTable(): ProcessTable {
  chosen ??= chooseTable([new ProcTable(), new PsTable()]);
  return chosen;
}
