import { expect, test } from 'vitest';
import { numberAt, splitFields } from './csv-fields.ts';
import { type Row, RowReader } from './csv-rows.ts';

const HEADER =
  'metric_name,timestamp,metric_value,check,error,method,name,service,status,url,extra_tags,metadata\n';

function read(...chunks: string[]) {
  const rows: Row[] = [];
  const reader = new RowReader((row) => rows.push(row));
  for (const chunk of [HEADER, ...chunks]) reader.push(chunk);
  reader.end();
  return { rows, malformed: reader.malformed };
}

test('reads a sample and its tags by name, also those that the script made up', () => {
  const line = 'http_req_duration,1795252299529,3.491477,,,GET,/x,api,200,http://h/x,foo=1&bar=a&b=c,\n';
  const [row] = read(line).rows;
  expect(row).toMatchObject({ metric: 'http_req_duration', atMs: 1795252299529, value: 3.491477 });
  const tag = (name: string) => row?.tag(name);
  expect(['method', 'service', 'foo', 'bar', 'b', 'check', 'nothing'].map(tag)).toEqual([
    'GET',
    'api',
    '1',
    'a',
    'c',
    '',
    '',
  ]);
});

test('keeps an ampersand that is part of a value', () => {
  const [row] = read('x,1,1,,,,,,,,team=R&D&room=1,\n').rows;
  expect([row?.tag('team'), row?.tag('room')]).toEqual(['R&D', '1']);
});

test('understands quotes, commas and line breaks inside a field', () => {
  const { rows } = read('checks,1,0.000000,"a ""b"", c\nd",,,,,,,,\n', 'checks,2,1.000000,e,,,,,,,,\n');
  expect(rows.map((row) => [row.tag('check'), row.value])).toEqual([
    ['a "b", c\nd', 0],
    ['e', 1],
  ]);
});

test('puts together what arrives in pieces, wherever it was cut', () => {
  const text = 'checks,1,0.0,"a,\nb",,,,,,,,\nvus,2,5.0,,,,,,,,,\n';
  for (let cut = 0; cut <= text.length; cut++) {
    const { rows, malformed } = read(text.slice(0, cut), text.slice(cut));
    expect(rows.map((row) => [row.metric, row.atMs, row.value, row.tag('check')])).toEqual([
      ['checks', 1, 0, 'a,\nb'],
      ['vus', 2, 5, ''],
    ]);
    expect(malformed).toBe(0);
  }
});

test('drops half a line at the end, and counts it', () => {
  const { rows, malformed } = read('vus,1,5.0,,,,,,,,,\nvus,2,');
  expect(rows).toHaveLength(1);
  expect(malformed).toBe(1);
});

test.each(['nonsense', 'vus,now,1,,', 'vus,1,NaN,,', ',1,1,,'])('counts %j as no sample', (line) => {
  expect(read(`${line}\n`)).toMatchObject({ rows: [], malformed: 1 });
});

test.each([
  ['a,b,', ['a', 'b', '']],
  ['"a",,"b""c"', ['a', '', 'b"c']],
  ['"a,b",c', ['a,b', 'c']],
])('splits %j', (line, fields) => expect(splitFields(line)).toEqual(fields));

test('an equals sign stands for the tags of the row before', () => {
  const { rows, malformed } = read('a,1,5,,,GET,/x,,,,t=1,\nb,1,0.5,=\na,2,7,,,POST,/y,,,,,\nb,2,1,=\n');
  expect(rows.map((row) => [row.metric, row.value, row.tag('method'), row.tag('t')])).toEqual([
    ['a', 5, 'GET', '1'],
    ['b', 0.5, 'GET', '1'],
    ['a', 7, 'POST', ''],
    ['b', 1, 'POST', ''],
  ]);
  expect(malformed).toBe(0);
});

test('a value that is no number leaves its tags to the row behind it', () => {
  const { rows, malformed } = read(
    'a,1,5,,,GET,/x,,,,,\nb,1,+Inf,,,POST,/y,,,,,\nb,1,3,=\nb,1,-Inf,=\nc,1,1,=\n',
  );
  expect(rows.map((row) => [row.metric, row.tag('method')])).toEqual([
    ['a', 'GET'],
    ['b', 'POST'],
    ['c', 'POST'],
  ]);
  expect(malformed).toBe(2);
});

test('what came after a metric the last time is only a guess', () => {
  const names = ['a', 'b', 'a', 'bb', 'a', 'b', 'b', 'ab', 'a'];
  const { rows } = read(names.map((name, index) => `${name},${index},1,,,,,,,,,\n`).join(''));
  expect(rows.map((row) => row.metric)).toEqual(names);
});

test.each([
  '0',
  '1',
  '42.000000',
  '0.1',
  '3.491477',
  '1795252299529',
  '-3.5',
  '1e3',
  '0.1234567890123456789',
  '.5',
])('reads %s as every program does', (text) =>
  expect(numberAt(`x,${text},y`, 2, 2 + text.length)).toBe(Number(text)),
);
test.each(['', '-', '.', '1.2.3', 'now'])('%j is no number', (text) =>
  expect(numberAt(text, 0, text.length)).toBeNaN(),
);

test('what our own k6 tells beside its samples goes to the listener, and anything else is lost', () => {
  const told: unknown[] = [];
  const reader = new RowReader((row) => told.push(row.metric), {
    kind: (...args) => told.push(args),
    mark: (...args) => told.push(args),
    rounded: () => told.push('rounded'),
  });
  reader.push(
    'metric_name,timestamp,metric_value,escaped_tags,metadata\n#started,12.5\n#metric,wait,trend,time\n',
  );
  reader.push('wait,1,1,a=1,\n#metric,x,histogram,time\n#ended,\n#other,1\n#began,13.001\n#ended,20\n');
  reader.end();
  const marks = [
    ['began', 13.001],
    ['ended', 20],
  ];
  expect(told).toEqual([['started', 12.5], ['wait', 'trend', 'time'], 'wait', ...marks]);
  expect(reader.malformed).toBe(3);
});

test('samples that were taken together stand in one row, and tags are told once', () => {
  const { rows, malformed } = read(
    '#group,0,a,b,c\n#group,12,d,e\n#tags,0,,,GET,/x,,,,t=1,\n',
    '#tags,7,"check ""x"",\nmore",,POST,/y,,,,,\n',
    '@0,5,1,2.5,0,=0\nd,5,9,=7\n@12,6,3,4,=7\n@12,7,5,6,=\n@12,8,7,8,,,PUT,/z,,,,,\nd,9,1,=\n',
  );
  const found = rows.map((row) => [row.metric, row.atMs, row.value, row.tag('method'), row.tag('check')]);
  const more = 'check "x",\nmore';
  expect(found).toEqual([
    ['a', 5, 1, 'GET', ''],
    ['b', 5, 2.5, 'GET', ''],
    ['c', 5, 0, 'GET', ''],
    ['d', 5, 9, 'POST', more],
    ['d', 6, 3, 'POST', more],
    ['e', 6, 4, 'POST', more],
    ['d', 7, 5, 'POST', more],
    ['e', 7, 6, 'POST', more],
    ['d', 8, 7, 'PUT', ''],
    ['e', 8, 8, 'PUT', ''],
    ['d', 9, 1, 'PUT', ''],
  ]);
  expect(malformed).toBe(0);
});

test('a group or tags told anew are those from then on', () => {
  const { rows } = read(
    '#group,0,a,b\n#tags,0,,,GET,,,,,,\n@0,1,1,2,=0\n#group,0,c,d\n#tags,0,,,PUT,,,,,,\n@0,2,3,4,=0\n',
  );
  expect(rows.map((row) => [row.metric, row.tag('method')])).toEqual([
    ['a', 'GET'],
    ['b', 'GET'],
    ['c', 'PUT'],
    ['d', 'PUT'],
  ]);
});

test('a tag that begins like a reference is none', () => {
  const [row] = read('#tags,1,x,,GET,/x,,,,,\nchecks,1,1,=1,,,,,,,,\n').rows;
  expect(row?.tag('check')).toBe('=1');
});

test('of samples taken together one that is no number is lost alone', () => {
  const { rows, malformed } = read('#group,0,a,b,c\n@0,1,1,+Inf,3,,,GET,,,,,,\n');
  expect(rows.map((row) => [row.metric, row.value, row.tag('method')])).toEqual([
    ['a', 1, 'GET'],
    ['c', 3, 'GET'],
  ]);
  expect(malformed).toBe(1);
});

test.each([
  ['a group that was not told', '@1,1,1,2,=', 1],
  ['a group of no metrics', '#group,1', 1],
  ['a group beyond all', '#group,100,a', 1],
  ['a group without a number', '#group,,a', 1],
  ['tags that were not told', 'a,1,1,=3', 1],
  ['tags that were not told, of two samples', '#group,0,a,b\n@0,1,1,2,=3', 2],
  ['tags beyond all', '#tags,1000,,,,,,,,,', 1],
  ['tags without a number', '#tags,,,,,,,,,', 1],
  ['no time', '#group,0,a,b\n@0,,1,2,=', 2],
  ['too few values', '#group,0,a,b,c\n@0,1,1', 3],
  ['half a row', '#group,0,a,b\n@0', 1],
])('%s: counted, and no sample', (_, text, lost) => {
  expect(read(`${text}\n`)).toMatchObject({ rows: [], malformed: lost });
});

test("that values were rounded is told of k6's own CSV", () => {
  let rounded = 0;
  const told = () => rounded++;
  const reader = new RowReader(() => undefined, { kind: told, mark: told, rounded: told });
  reader.push(HEADER);
  expect(rounded).toBe(1);
});
