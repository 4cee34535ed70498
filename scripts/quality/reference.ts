/**
 * `npm run reference`: writes docs/reference/, the configuration as its schemas have it. With `--check` it writes nothing, and
 * fails where what lies there is another: a step of `npm run check`.
 */
import { ConfigError } from '../../kernel/errors.ts';
import { explain } from '../explain.ts';
import { ROOT } from '../root.ts';
import { staleReference, writeReference } from './reference-files.ts';

try {
  const stale = await staleReference(ROOT);
  if (!process.argv.includes('--check')) {
    writeReference(ROOT, stale);
    for (const { file, text } of stale) console.log(`${text === undefined ? 'removed' : 'wrote'} ${file}`);
  } else if (stale.length > 0)
    throw new ConfigError(
      stale.map(({ file }) => ({ what: `${file} is not what the schemas say.`, fix: 'npm run reference' })),
    );
} catch (error) {
  process.exitCode = explain(error);
}
