import { join, relative } from 'node:path';
import type { Plugin } from 'vite';
import type { ViteUserConfig } from 'vitest/config';
import { TEST_FILES } from './invocation.ts';

const files = JSON.parse(process.env[TEST_FILES] ?? '[]') as string[];
const ours = join(import.meta.dirname, '../../../package.json');

/** Lends our packages to a file from a folder without node_modules: what is not found from there is looked for here. */
const lend: Plugin = {
  name: 'harness:lend-packages',
  enforce: 'post',
  async resolveId(id, importer, options) {
    if (/^[./\0#]|^node:/.test(id)) return undefined;
    const found = await this.resolve(id, importer, { ...options, skipSelf: true });
    return found ?? this.resolve(id, ours, { skipSelf: true });
  },
};

/** For files that have no configuration. Whatever their names: that they were named makes them tests. */
const config: ViteUserConfig = {
  root: process.cwd(),
  cacheDir: join(process.env['HARNESS_WORK'] ?? '.', 'vite-cache'),
  plugins: [lend],
  test: {
    include: files.map((file) =>
      relative(process.cwd(), file).replaceAll(/[()[\]{}!*?+@\\]/g, String.raw`\$&`),
    ),
    // Nothing is written beside a stranger's files.
    fsModuleCache: false,
    // Pact loses interactions in parallel forks.
    pool: 'threads',
  },
};
export default config;
