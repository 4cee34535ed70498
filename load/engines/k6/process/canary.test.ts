import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { suiteRunForTest } from '../../../../fixtures/testing/suite-run.ts';
import { proveAwake } from './canary.ts';

const ANSWER = `printf 'metric_name,timestamp,metric_value,check,extra_tags,metadata\\nchecks,1,0,"harness canary, ""planted""",,\\n'`;

/** Asks a program in k6's place; `$*` are its arguments. */
async function ask(script: string): Promise<string> {
  await using run = suiteRunForTest({ options: {} });
  const program = join(run.folder, 'k6');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return await proveAwake({ program, scope: run.scope, env: {} }, run.work).catch((error: unknown) =>
    String(error),
  );
}

test('a k6 with our output is asked by it', async () => expect(await ask(ANSWER)).toBe('harness-rows'));

test('any other is asked by its own', async () => {
  const refuse = `echo '{"level":"error","msg":"invalid output type"}' >&2; exit 255`;
  expect(await ask(`case "$*" in *harness-rows*) ${refuse} ;; esac\n${ANSWER}`)).toBe('csv=-');
});

test('one that fails for another reason is not asked again', async () =>
  expect(await ask('echo "no such flag $*" >&2; exit 1')).toMatch(
    /planted failing check \(exit 1\): no such flag .*harness-rows/,
  ));
