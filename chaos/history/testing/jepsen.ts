import { OTHER_VALUE } from '../linearizable.ts';
import type { Operation } from '../operation.ts';

/**
 * Published histories of etcd, recorded with Jepsen, as Porcupine tests itself with them: data of
 * github.com/anishathalye/porcupine, test_data/jepsen. `4?r` is asked by process 4, `=` acknowledged, `!` failed, `~` timed out; `r3` read 3
 * (`n`: nothing), `w3` writes it, `c23` changes 2 into 3.
 */
export const ETCD_002 = `
  4?r 4=rn 1?w1 2?c24 3?c12 0?c14 1=w 0!c 2=c 3=c 4?w0 4=w 1?w2 1=w 0?r 0=r2 2?c02 3?c23 2!c 3=c 4?r 4=r3 1?w3 1=w 0?w2 2?w0 0=w 2=w
  3?c04 3=c 4?c34 4!c 1?w1 0?w3 0=w 1=w 2?r 2=r3 3?r 3=r3 4?r 4=r3 0?c43 0!c 1?c22 2?w3 1!c 3?w2 4?w2 4=w 0?c14 0!c 2~w 1?w3 1=w 3~w
  4?c30 4=c 0?r 0=r0 7?c31 1?w1 8?r 8=r3 4?c40 1=w 0?w2 0=w 7~c 4!c 8?c40 1?w0 1=w 0?w4 0=w 12?w4 4?r 4=r4 8~c 1?r 1=r4 0?w2 12~w 0=w
  4?c30 4!c 13?w3 1?w0 17?r 0?c21 17=r3 4?w1 13~w 1~w 0~c 17?c01 4~w 18?r 18=r3 6?w3 5?w2 17~c 9?c22 18?w4 6~w 5~w 22?w1 9~c 18~w
  11?w3 10?c11 22~w 14?w0 11=w 23?c44 14=w 10!c 23!c 27?w1 11?w2 11=w 14?c12 10?r 10=r2 14!c 23?r 23=r0 27~w 11?w1 11=w 10?r 10=r1
  14?w2 23?c23 32?c21 14=w 11?w4 11=w 10?c11 10!c 23~c 32~c 14?w4 14=w 11?c24 11!c 10?r 10=r4 28?r 28=r0 37?w3 37~w 14?r 14=r4`;

/** Its first half; the last read but one cannot be. */
export const ETCD_001 = `
  0?r 1?r 0=rn 1=rn 4?w0 2?c10 3?w2 2!c 4=w 3=w 0?r 0=r0 1?c00 1=c 2?r 2=r0 4?w1 3?w3 4=w 3=w 0?r 0=r3 1?c30 2?c04 1=c 2=c 4?r 4=r4
  3?r 3=r4 0?r 0=r4 1?w1 1=w 2?r 2=r1 4?w4 4=w 3?c13 3!c 0?r 0=r4 1?c02 2?r 2=r4 4?r 4=r4 3?c32 0?c21 1~c 2?r 2=r4 4?c00 3~c 0~c
  6?r 6=r4 2?c23 4~c 8?r 8=r4 5?r 5=r4 6?c30 6!c 2~c 9?c34 8?w0 8=w 5?w1 5=w 6?w1 7?r 7=r4 9~c 6=w 8?r 8=r1`;

const OUTCOMES = { '=': 'acknowledged', '!': 'failed', '~': 'indeterminate' } as const;
const DOES = { r: 'read', w: 'write', c: 'swap' } as const;

/** The operations of such a history, a ms an event. */
export function operationsIn(text: string): readonly Operation[] {
  const all: Operation[] = [];
  const open = new Map<string, number>();
  for (const [atMs, token] of text.trim().split(/\s+/).entries()) {
    const [, client = '', sign = '', does = '', values = ''] = /^(\d+)([?=!~])([rwc])(.*)$/.exec(token) ?? [];
    if (sign === '?') {
      open.set(client, all.length);
      const [from = '', value = ''] = values;
      const told = { r: {}, w: { value: values }, c: { from, value } }[does as 'r' | 'w' | 'c'];
      const about = { client, tenant: 'north', does: DOES[does as 'r'], of: 'values', key: 'x', ...told };
      const unended = { endedMs: undefined, outcome: 'indeterminate', saw: [] } as const;
      all.push({ id: all.length, ...about, askedMs: atMs, ...unended });
      continue;
    }
    const index = open.get(client) ?? -1;
    const asked = all[index];
    if (asked === undefined) throw new Error(`${token}: nothing was asked`);
    const outcome = OUTCOMES[sign as keyof typeof OUTCOMES];
    const saw = does === 'r' && values !== 'n' ? [{ key: 'x', id: 'x', value: values }] : [];
    all[index] = { ...asked, endedMs: atMs, outcome, saw, ...(outcome === 'failed' && { why: OTHER_VALUE }) };
  }
  return all;
}
