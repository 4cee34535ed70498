import { describe, expect, it, test } from 'vitest';
import { seededRandom } from '../../kernel/seeded-random.ts';
import { linearizable, shortestBroken } from './linearizable.ts';
import { anyOrder } from './testing/any-order.ts';
import { ETCD_001, ETCD_002, operationsIn } from './testing/jepsen.ts';

const BUDGET = 100_000;
const answer = (text: string) => linearizable(operationsIn(text), BUDGET);

test.each([
  ['a read of nothing before any write', '0?r 0=rn', 'yes'],
  ['a read of what was written', '0?w1 0=w 1?r 1=r1', 'yes'],
  ['a read of what was overwritten', '0?w1 0=w 0?w2 0=w 1?r 1=r1', 'no'],
  ['a read of what nobody wrote', '0?w1 0=w 1?r 1=r7', 'no'],
  ['a lost write', '0?w1 0=w 1?r 1=rn', 'no'],
  ['reads on either side of a write at the same time', '0?w1 0=w 1?w2 2?r 2=r1 2?r 2=r2 1=w', 'yes'],
  ['a value that comes back', '0?w1 0=w 1?w2 2?r 2=r2 2?r 2=r1 1=w', 'no'],
  ['what timed out and happened', '0?w1 0~w 1?r 1=r1', 'yes'],
  ['what timed out and did not', '0?w1 0=w 0?w2 0~w 1?r 1=r1', 'yes'],
  ['what timed out and happened much later', '0?w1 0~w 0?w2 0=w 1?r 1=r2 1?r 1=r1', 'yes'],
  ['what timed out and happened twice', '0?w1 0~w 2?w2 2=w 1?r 1=r1 2?w2 2=w 1?r 1=r1', 'no'],
  ['a swap of what was there', '0?w1 0=w 1?c12 1=c 2?r 2=r2', 'yes'],
  ['a swap of what was not there', '0?w1 0=w 1?c32 1=c', 'no'],
  ['a swap that was refused rightly', '0?w1 0=w 1?c32 1!c', 'yes'],
  ['a swap that was refused wrongly', '0?w1 0=w 1?c12 1!c', 'no'],
  ['a swap that timed out, of what was written later', '0?c31 0~c 2?r 1?w3 2=r1 1~w', 'yes'],
  ['two swaps of one value', '0?w1 0=w 1?c12 2?c13 1=c 2=c', 'no'],
])('%s: linearizable: %s', (_, text, expected) => {
  expect(answer(text)).toBe(expected);
});

describe('published histories of etcd', () => {
  it('002 is linearizable, to its end', () => {
    expect(operationsIn(ETCD_002)).toHaveLength(77);
    expect(answer(ETCD_002)).toBe('yes');
  });

  it('001 is not, and the shortest beginning that shows it ends with the read that was wrong', () => {
    const operations = operationsIn(ETCD_001);
    expect(linearizable(operations, BUDGET)).toBe('no');
    const shown = shortestBroken(operations, BUDGET).filter(({ outcome }) => outcome !== 'indeterminate');
    expect(shown.at(-1)).toMatchObject({ client: '7', does: 'read', saw: [{ value: '4' }] });
    expect(shown.length).toBeLessThan(operations.length - 1);
  });

  it('002 with a read anywhere of what nobody wrote is not', () => {
    const reads = [...ETCD_002.matchAll(/=r\d/g)];
    const found = reads.filter(
      ({ index }) => answer(`${ETCD_002.slice(0, index)}=r9${ETCD_002.slice(index + 3)}`) === 'no',
    );
    expect(found).toHaveLength(reads.length);
  });
});

it('gives up at its budget', () => {
  const many = Array.from({ length: 12 }, (_, client) => `${client}?w${client % 10}`).join(' ');
  const ended = Array.from({ length: 12 }, (_, client) => `${client}=w`).join(' ');
  expect(linearizable(operationsIn(`${many} ${ended} 0?r 0=rn`), 1000)).toBe('over budget');
});

/** A few operations of three clients at once, on few values, half of which are in doubt. */
function fewOperations(seed: number): string {
  const random = seededRandom(seed);
  const among = (all: string) => all[Math.floor(random() * all.length)] ?? '';
  const open: string[] = [];
  const said: string[] = [];
  for (let number = 0; number < 9 || open.length > 0; number++) {
    const client = among('012');
    const asked = open.find((one) => one.startsWith(client));
    if (asked === undefined && number < 9) {
      const does = among('rwwcc');
      open.push(client + does);
      said.push(`${client}?${does}${does === 'r' ? '' : among('1234')}${does === 'c' ? among('1234') : ''}`);
    } else if (asked !== undefined) {
      const does = asked.slice(1);
      open.splice(open.indexOf(asked), 1);
      const outcome = among({ r: '=', w: '=~', c: '=!~' }[does] ?? '');
      said.push(`${client}${outcome}${does}${does === 'r' ? among('n1234') : ''}`);
    }
  }
  return said.join(' ');
}

it('says the same as trying all orders', () => {
  const texts = Array.from({ length: 1_000 }, (_, seed) => fewOperations(seed));
  const expected = texts.map((text) => [text, anyOrder(operationsIn(text)) ? 'yes' : 'no']);
  expect(texts.map((text) => [text, answer(text)])).toEqual(expected);
  const yes = expected.filter(([, said]) => said === 'yes').length;
  expect(Math.min(yes, texts.length - yes)).toBeGreaterThan(100);
});

describe('of many writes in doubt that nobody read, and swaps that were refused because of them', () => {
  // Twice as many as explain it, so that there is a choice each time.
  const inDoubt = (number: number) => `1?w${String.fromCodePoint(0x4e00 + number)} 1~w`;
  const rounds = Array.from(
    { length: 60 },
    (_, round) => `${inDoubt(2 * round)} ${inDoubt(2 * round + 1)} 0?wa 0=w 2?cab 2!c`,
  ).join(' ');

  it.each([
    ['0?wa 0=w 3?r 3=ra', 'yes'],
    ['0?wa 0=w 0?wd 0=w 3?r 3=ra', 'no'],
  ])('%s at the end is decided: %s', (end, expected) => {
    expect(linearizable(operationsIn(`${rounds} ${end}`), 5_000)).toBe(expected);
  });
});
