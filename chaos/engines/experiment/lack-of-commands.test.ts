import { expect, test } from 'vitest';
import { environmentForTest } from '../../../fixtures/testing/suite-run.ts';
import { environmentSchema } from '../../../kernel/environment.ts';
import { findFault } from './find-fault.ts';
import { lackOfCommands } from './lack-of-commands.ts';
import type { PlannedFault } from './options.ts';

const command = ['/bin/true'];
const staging = environmentSchema.parse({
  ...environmentForTest(),
  processes: { api: { listen: 'a:1', protocol: 'http', stop: command, start: command } },
});
const on = (fault: string, kind: 'process' | 'link' = 'process', name = 'api') => ({
  faults: [{ fault: findFault(fault), subject: { kind, name }, options: {} } as PlannedFault],
});

test.each([
  ['process-kill', undefined],
  ['process-pause', /^process-pause needs `pause` of process api, which environment test does not have/],
  [
    'process-restart',
    /^process-restart disturbs processes of the harness's own; api of environment test is not/,
  ],
])('%s where there are only `stop` and `start`', (fault, lack) => {
  const said = lackOfCommands(on(fault), staging);
  if (lack === undefined) expect(said).toBeUndefined();
  else
    expect(said).toMatchObject({
      what: expect.stringMatching(lack) as string,
      fix: expect.any(String) as string,
    });
});

test('processes that the harness starts have none; nor does a link, or one that the environment does not name', () => {
  expect(lackOfCommands(on('process-restart'), environmentForTest())).toBeUndefined();
  expect(lackOfCommands(on('latency', 'link'), staging)).toBeUndefined();
  expect(lackOfCommands(on('process-pause', 'process', 'mars'), staging)).toBeUndefined();
  const none = environmentSchema.parse({ ...environmentForTest(), processes: { none: 'not ours' } });
  expect(lackOfCommands(on('process-pause'), none)).toBeUndefined();
});
