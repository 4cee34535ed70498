import { readSystemFile } from '../../kernel/proc-files.ts';

const ESTABLISHED = '01';

/**
 * The local ports of those who are connected to a loopback address, or were a moment ago, and whether they still are; undefined where that
 * cannot be seen: elsewhere than on Linux, or of a listener that is not here.
 */
export function usersOf(
  listen: string,
  table = readSystemFile('/proc/net/tcp'),
): ReadonlyMap<number, boolean> | undefined {
  const far = /^127\.|^localhost:/.test(listen)
    ? inTable(listen.replace('localhost', '127.0.0.1'))
    : undefined;
  if (table === undefined || far === undefined) return undefined;
  const ports = table.split('\n').flatMap((line) => {
    const [, local = '', remote, state] = line.trim().split(/\s+/);
    const port = parseInt(local.split(':')[1] ?? '', 16);
    return remote === far ? [[port, state === ESTABLISHED] as const] : [];
  });
  return new Map(ports);
}

/** `127.0.0.1:5432` as Linux's table has it: `0100007F:1538`. */
function inTable(listen: string): string {
  const [host = '', port] = listen.split(':');
  const hex = (value: string | undefined, digits: number) =>
    Number(value).toString(16).toUpperCase().padStart(digits, '0');
  const bytes = host.split('.').reverse();
  return `${bytes.map((byte) => hex(byte, 2)).join('')}:${hex(port, 4)}`;
}
