import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FOLDERS } from './quality/folders.ts';
import { ROOT } from './root.ts';

/** Everything of ours that asks a server: not the product, nor what k6 runs, nor tests, nor the examples in rules of a scanner. */
const files = globSync(`{${FOLDERS.join(',')}}/**/*.ts`, { cwd: ROOT }).filter(
  (file) =>
    !/^fixtures\/targets\/reference\/|\.test\.ts$|\.k6\.ts$|\/testing\/|^scripts\/(?:acceptance|bench)\/|^security\/engines\/semgrep\/rules\//.test(
      file,
    ),
);

/** The text of each call of `fetch`, to its closing parenthesis. */
function fetchesIn(source: string): readonly string[] {
  return [...source.matchAll(/(?<![.\w`#])fetch\(/g)].map(({ index }) => {
    let depth = 0;
    let at = index + 'fetch'.length;
    do {
      if (source[at] === '(') depth++;
      if (source[at] === ')') depth--;
      at++;
    } while (depth > 0 && at < source.length);
    return source.slice(index, at);
  });
}

it('whatever asks a server says what becomes of a redirect, which may lead to a host that nobody allowed', () => {
  const calls = files.flatMap((file) =>
    fetchesIn(readFileSync(join(ROOT, file), 'utf8')).map((call) => ({ file, call })),
  );
  expect(calls.length).toBeGreaterThan(10);
  expect(calls.filter(({ call }) => !/\bredirect: '(?:manual|error|follow)'/.test(call))).toEqual([]);
  const followed = calls.filter(({ call }) => call.includes("'follow'")).map(({ file }) => file);
  expect(followed).toEqual(['fixtures/tools/installers/download.ts']);
});
