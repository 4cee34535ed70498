import { expect, test } from 'vitest';
import { type Row, RowReader, splitFields } from './csv-rows.ts';

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
