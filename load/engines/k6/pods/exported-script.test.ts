import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportedScript } from './exported-script.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-exported-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

test('a script that imports nothing of its own goes as it is, in its own language', async () => {
  const text = `import http from 'k6/http';\nexport default function (): void { http.get('http://x'); }\n`;
  expect(await exportedScript(write('a.k6.ts', text))).toMatchObject({
    file: 'script.ts',
    text,
    extensions: [],
  });
});

test('one that imports files is one file, whatever folder it lies in', async () => {
  const texts: string[] = [];
  for (const place of ['here', 'there/far']) {
    write(`${place}/lib.ts`, `export const path: string = '/x';`);
    const main = write(
      `${place}/main.ts`,
      `import { path } from './lib.ts'; export default () => console.log(path);`,
    );
    const { file, text } = await exportedScript(main);
    expect(file).toBe('script.js');
    texts.push(text);
  }
  expect(texts[0]).toContain('"/x"');
  expect(texts[0]).toBe(texts[1]);
});

test('one that reads files is refused; a function of its own by that name is not', async () => {
  const reads = write('reads.js', `const data = open('./data.csv'); export default () => console.log(data);`);
  await expect(exportedScript(reads)).rejects.toThrow(/reads files with open\(\).*Fix:/);
  const own = write('own.js', `function open(a) { return a; } export default () => console.log(open('x'));`);
  await expect(exportedScript(own)).resolves.toBeDefined();
});

test('names the extensions that its k6 needs, and what cannot be bundled', async () => {
  const sse = write('sse.js', `import sse from 'k6/x/sse'; export default () => sse.open('http://x');`);
  expect((await exportedScript(sse)).extensions).toEqual(['k6/x/sse']);
  await expect(exportedScript(write('bad.js', `import './none.js';`))).rejects.toThrow(
    /cannot be bundled.*none\.js/s,
  );
});

test('one that is too large for a ConfigMap is refused', async () => {
  const large = write('large.js', `export default () => console.log('${'x'.repeat(950_000)}');`);
  await expect(exportedScript(large)).rejects.toThrow(/a ConfigMap holds/);
});
