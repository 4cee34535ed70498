import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from '../root.ts';
import { pages } from './reference-pages.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'reference-'));
  mkdirSync(join(root, 'demo/engines'), { recursive: true });
  writeFileSync(join(root, 'demo/demo.kind.ts'), `export default { name: 'demo', title: 'Demo', order: 1 };`);
});
afterEach(() => rmSync(root, { recursive: true }));

function engine(options: string): void {
  const zod = join(ROOT, 'node_modules/zod/index.js');
  const file = join(root, 'demo/engines/reader.engine.ts');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `import { z } from '${zod}';
export default { name: 'reader', kinds: ['demo'], needs: 'source', tools: [], metrics: ['packages'],
  options: z.strictObject({ ${options} }), parse() {}, unavailable() {}, run() {} };`,
  );
}

it('an engine is in it with its options and its metrics, and its kind in what environments may allow', async () => {
  engine(`file: z.string().describe('What it reads | or not.')`);
  const found = await pages(root);
  expect(found.get('README.md')).toContain(
    '- [Engine reader](engines/reader.md): runs suites of demo, and needs source',
  );
  const page = found.get('engines/reader.md');
  expect(page).toContain(String.raw`| ${'`file`'} | string | **required** | What it reads \| or not. |`);
  expect(page).toContain('- `packages`');
  expect(found.get('environment.md')).toContain('list of `demo`, `active-scan`');
});

it('a field that nobody has described is refused, with where it stands', async () => {
  engine(`files: z.array(z.strictObject({ path: z.string() })).describe('What it reads.')`);
  await expect(pages(root)).rejects.toMatchObject({
    name: 'ConfigError',
    problems: [
      {
        what: expect.stringContaining(
          'engines/reader.md: files[].path: nothing says what it means',
        ) as string,
      },
    ],
  });
});
