import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { faultNames, findFault } from './find-fault.ts';

const folder = mkdtempSync(join(tmpdir(), 'faults-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'storm.fault.ts'), `export default { name: 'storm' };`);
writeFileSync(join(folder, 'rain.fault.ts'), `export default { name: 'drizzle' };`);
writeFileSync(join(folder, 'empty.fault.ts'), '');

test('a new file is a new fault', () => {
  expect(faultNames(folder)).toEqual(['empty', 'rain', 'storm']);
  expect(findFault('storm', folder)).toEqual({ name: 'storm' });
});

test.each([
  ['hail', 'unknown fault "hail"; known: empty, rain, storm'],
  ['rain', 'exports the name "drizzle"; a fault is called like its file: "rain"'],
  ['empty', 'exports the name "nothing"'],
])('says what is wrong with %s', (name, sentence) => {
  expect(findFault(name, folder)).toContain(sentence);
});

test('every fault of the repository can be found by its name', () => {
  expect(faultNames().map((name) => (findFault(name) as { name: string }).name)).toEqual(faultNames());
});
