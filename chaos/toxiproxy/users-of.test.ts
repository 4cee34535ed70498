import { expect, test } from 'vitest';
import { usersOf } from './users-of.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1
   1: 0100007F:C350 0100007F:1538 01 00000000:00000000 00:00000000 00000000     0        0 2
   2: 0100007F:1538 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 3
   3: 0100007F:C351 0100007F:1538 06 00000000:00000000 00:00000000 00000000     0        0 4
   4: 0100007F:C352 0100007F:1539 01 00000000:00000000 00:00000000 00000000     0        0 5
`;

test('who is connected to an address, or was a moment ago, is told by the port', () => {
  expect(usersOf('127.0.0.1:5432', TABLE)).toEqual(
    new Map([
      [50_000, true],
      [50_001, false],
    ]),
  );
  expect(usersOf('localhost:5433', TABLE)).toEqual(new Map([[50_002, true]]));
  expect(usersOf('127.0.0.1:9', TABLE)).toEqual(new Map());
});

test('elsewhere nobody can tell', () => {
  expect(usersOf('db.test:5432', TABLE)).toBeUndefined();
});
