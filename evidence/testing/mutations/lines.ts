import { hash as digest } from 'node:crypto';
import { encodeLine, GENESIS } from '../../journal-line.ts';
import { read, type Victim, write } from './victim.ts';

/** An event that whoever forges evidence may set at will. */
export interface Forged {
  seq: number;
  at: string;
  type: string;
  data: Record<string, unknown>;
}

export function linesOf(victim: Victim, path: string): string[] {
  return read(victim, path).toString().split('\n').slice(0, -1);
}

/** Rewrites a journal with a chain that holds. Gives its last hash. */
export function rechain(victim: Victim, path: string, forge: (events: Forged[]) => Forged[]): string {
  const events = forge(linesOf(victim, path).map((line) => JSON.parse(line) as Forged));
  return writeChain(
    victim,
    path,
    events.map((event, seq) => (prev: string) => encodeLine({ ...event, seq, prev })),
  );
}

/** The same by text, for what JSON.stringify would not write. */
export function rechainText(victim: Victim, path: string, forge: (line: string) => string): string {
  const hashed = linesOf(victim, path).map((line) => (prev: string) => {
    const { seq, at, type, data } = JSON.parse(line) as Forged;
    const told = forge(
      encodeLine({ seq, at, type, data, prev }).text.replace(/,"hash":"[0-9a-f]{64}"\}$/, '}'),
    );
    return sign(told);
  });
  return writeChain(victim, path, hashed);
}

function sign(body: string): { text: string; hash: string } {
  const hash = digest('sha256', body, 'hex');
  return { text: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

function writeChain(
  victim: Victim,
  path: string,
  lines: readonly ((prev: string) => { text: string; hash: string })[],
): string {
  let prev = GENESIS;
  let text = '';
  for (const line of lines) {
    const next = line(prev);
    text += `${next.text}\n`;
    prev = next.hash;
  }
  write(victim, path, text);
  return prev;
}
