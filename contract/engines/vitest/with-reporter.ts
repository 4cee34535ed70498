import type { Plugin } from 'vite';
import type { ViteUserConfig } from 'vitest/config';

/** Adds a reporter to those of the configuration, or to the one that Vitest has without any. */
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
  return list.length > 0 ? list : ['default'];
}
