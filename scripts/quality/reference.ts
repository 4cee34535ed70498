/**
 * `npm run reference`: writes docs/reference/, the configuration as its schemas have it. With `--check` it writes nothing, and
 * fails where what lies there is another: a step of `npm run check`.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ConfigError } from '../../kernel/errors.ts';
import { explain } from '../explain.ts';
import { ROOT } from '../root.ts';
import { pages } from './reference-pages.ts';

const FOLDER = 'docs/reference';

/** What is to lie in the folder, by file. */
async function wanted(): Promise<ReadonlyMap<string, string>> {
  const options = await resolveConfig(join(ROOT, FOLDER, 'README.md'));
  const texts = await pages(ROOT);
  const formatted = [...texts].map(
    async ([file, text]) => [file, await format(text, { ...options, parser: 'markdown' })] as const,
  );
  return new Map(await Promise.all(formatted));
}

function present(): ReadonlyMap<string, string> {
  const files = globSync('**/*.md', { cwd: join(ROOT, FOLDER) });
  return new Map(files.map((file) => [file, readFileSync(join(ROOT, FOLDER, file), 'utf8')]));
}

try {
  const [want, have] = [await wanted(), present()];
  const stale = [...new Set([...want.keys(), ...have.keys()])]
    .filter((file) => want.get(file) !== have.get(file))
    .sort();
  if (process.argv.includes('--check')) {
    if (stale.length > 0)
      throw new ConfigError(
        stale.map((file) => `${FOLDER}/${file} is not what the schemas say. Fix: npm run reference`),
      );
  } else
    for (const file of stale) {
      const path = join(ROOT, FOLDER, file);
      const text = want.get(file);
      mkdirSync(dirname(path), { recursive: true });
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
      console.log(`${text === undefined ? 'removed' : 'wrote'} ${FOLDER}/${file}`);
    }
} catch (error) {
  process.exitCode = explain(error);
}
