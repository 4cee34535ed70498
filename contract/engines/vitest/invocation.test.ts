import { expect, test } from 'vitest';
import { invocationOf } from './invocation.ts';

test('runs in the folder of the configuration, with its own reporters', () => {
  const { args, cwd } = invocationOf({
    config: '/shop/vitest.config.ts',
    files: ['/shop/a.pact.ts'],
    project: ['api'],
    testNamePattern: 'pays',
  });
  expect(cwd).toBe('/shop');
  expect(args.join(' ')).toMatch(
    /^run --config \/shop\/vitest\.config\.ts --project api --testNamePattern pays \/shop\/a\.pact\.ts$/,
  );
});

test('runs files without a configuration in the folder that they share, with one of ours', () => {
  const files = ['/shop/cart/a.test.ts', '/shop/pay/b.test.ts'];
  const { args, cwd, env } = invocationOf({ files, project: [] });
  expect(cwd).toBe('/shop');
  expect(args[2]).toMatch(/any-test\.config\.ts$/);
  expect(env).toEqual({ HARNESS_TEST_FILES: JSON.stringify(files) });
});
