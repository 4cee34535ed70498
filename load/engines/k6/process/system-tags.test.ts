import { expect, test } from 'vitest';
import { systemTagArgs } from './system-tags.ts';

const tags = (...args: Parameters<typeof systemTagArgs>) => systemTagArgs(...args)[1]?.split(',');

test.each(['scenario', 'check', 'method', 'name', 'url', 'service', 'error', 'error_code', 'status'])(
  'a script that asks for other tags cannot take away %s',
  (tag) => expect(tags(['iter'])).toContain(tag),
);

test('what the script asks for is added, and what the variable of k6 asks for, each once', () => {
  const all = tags(['iter', 'status'], { K6_SYSTEM_TAGS: 'vu, ip,' });
  expect(all).toEqual(expect.arrayContaining(['iter', 'vu', 'ip']));
  expect(all?.filter((tag) => tag === 'status')).toHaveLength(1);
  expect(all).not.toContain('');
});
