import type { Plugin } from 'vite';
import type { ViteUserConfig } from 'vitest/config';

/**
 * Adds a reporter to those of the configuration, or to the one that Vitest has without any. Vitest's own that write files are left
 * out: they would write beside the tests.
 */
export function withReporter(path: string): Plugin {
  let isRoot = true;
  return {
    name: 'harness:reporter',
    enforce: 'pre',
    config(config: ViteUserConfig) {
      // Projects of a workspace are configured after it, and have no reporters of their own.
      if (isRoot) config.test = { ...config.test, reporters: [...reportersOf(config), path] };
      isRoot = false;
    },
  };
}

type Reporters = NonNullable<NonNullable<ViteUserConfig['test']>['reporters']>;

function reportersOf({ test }: ViteUserConfig): Extract<Reporters, readonly unknown[]> {
  const own = test?.reporters ?? [];
  const list = (Array.isArray(own) ? own : [own]) as Extract<Reporters, readonly unknown[]>;
  const kept = list.filter((one) => !WRITING.has(Array.isArray(one) ? one[0] : one));
  return kept.length > 0 ? kept : ['default'];
}

const WRITING = new Set<unknown>(['json', 'junit', 'html', 'blob']);
