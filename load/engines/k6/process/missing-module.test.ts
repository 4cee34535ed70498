import { expect, test } from 'vitest';
import { missingModules } from './missing-module.ts';
import { say } from '../../../../kernel/sentence.ts';

const said = (list: string) =>
  `could not load JS test 'file:///a.k6.ts': unknown modules [${list}] were tried to be loaded, but couldn't - this likely means …`;

test('names our own module, the k6 that lacks it, and the command that builds one', () => {
  expect(say(missingModules(said('"k6/x/sse"'), '/usr/bin/k6') ?? '')).toMatch(
    /^the script imports k6\/x\/sse, which \/usr\/bin\/k6 does not have.*Fix: `go -C load\/engines\/k6 build .*HARNESS_K6/,
  );
});

test("somebody else's modules cannot be built by us", () => {
  const sentence = say(missingModules(said('"k6/x/sql", "k6/x/sse"'), 'k6') ?? '');
  expect(sentence).toMatch(/^the script imports k6\/x\/sql, k6\/x\/sse, which k6/);
  expect(sentence).not.toContain('go -C');
});

test.each([`ReferenceError: "k6/x/sse" is a text`, said('"http://127.0.0.1/a.js"')])(
  'has nothing to say about %s',
  (other) => expect(missingModules(other, 'k6')).toBeUndefined(),
);
