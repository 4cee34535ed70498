import { expect, test } from 'vitest';
import type { ViteUserConfig } from 'vitest/config';
import { withReporter } from './with-reporter.ts';

type Configure = (config: ViteUserConfig) => void;

const own = { onInit: () => undefined };
test.each<[string, NonNullable<ViteUserConfig['test']> | undefined, unknown]>([
  ['no tests', undefined, ['default', './ours.ts']],
  ['no reporter', { reporters: [] }, ['default', './ours.ts']],
  ['one', { reporters: 'verbose' }, ['verbose', './ours.ts']],
  ['some, with options', { reporters: [['dot', {}], own] }, [['dot', {}], own, './ours.ts']],
  ['some that write files', { reporters: [['junit', { outputFile: 'x' }], 'blob', own] }, [own, './ours.ts']],
  ['nothing but what writes files', { reporters: 'json', outputFile: 'x' }, ['default', './ours.ts']],
])('adds a reporter to a configuration of %s', (_case, tests, reporters) => {
  const config: ViteUserConfig = { ...(tests && { test: tests }) };
  const plugin = withReporter('./ours.ts');
  (plugin.config as unknown as Configure)(config);
  expect(config.test?.reporters).toEqual(reporters);
  const project: ViteUserConfig = { test: {} };
  (plugin.config as unknown as Configure)(project);
  expect(project.test).toEqual({});
});
