import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError } from '../../kernel/errors.ts';
import type { RunOptions } from './run-request.ts';
import { preparePlan, withoutMissing } from './prepare-plan.ts';
import { say } from '../../kernel/sentence.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-'));
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  put('plain.js', `import http from 'k6/http';\nexport default () => { http.get(__ENV.BASE_URL); };`);
  put(
    'both.test.ts',
    `import { test } from 'vitest';\nimport { expect } from '@playwright/test';\nvoid test; void expect;`,
  );
  put('nobody.ts', 'export const nothing = 1;');
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = { baseUrl: 'http://127.0.0.1:9' };
const in_ = (name: string) => join(folder, name);
const plain = () => [in_('plain.js')];

async function problemsOf(
  names: readonly string[],
  options: Partial<RunOptions>,
): Promise<readonly string[]> {
  const error: unknown = await preparePlan(names, { tag: [], ...options }).catch((thrown: unknown) => thrown);
  if (error instanceof ConfigError) return error.problems.map(say);
  throw new Error('it was not refused', { cause: error });
}

test.each<[string, () => readonly string[], Partial<RunOptions>, readonly RegExp[]]>([
  ['an unknown stage', () => [], { stage: 'nigthly' }, [/nigthly.*known: .*nightly/]],
  ['an unknown kind', () => ['chaoss'], {}, [/chaoss.*chaos\b/]],
  ['an unknown suite', () => ['e2e/logn'], {}, [/e2e\/logn.*e2e\/login\b/]],
  ['an unknown tag', () => [], { tag: ['broswer'] }, [/broswer.*known: .*browser/]],
  ['an unknown environment', () => ['e2e'], { env: 'stagin' }, [/stagin\b.*known: .*staging/]],
  ['an unknown engine', plain, { ...at, engine: 'k7' }, [/k7.*known: .*k6/]],
  [
    'a file that two engines take',
    () => [in_('both.test.ts')],
    at,
    [/both.*(vitest and playwright|playwright and vitest).*--engine/],
  ],
  ['a file that no engine takes', () => [in_('nobody.ts')], at, [/nobody\.ts.*--engine/]],
  ['a folder in place of a file', () => [`${folder}/`], at, [/plan-.*: is a folder/]],
  [
    'files that do not exist',
    () => ['./no-such.spec.ts', './nor-this.js'],
    at,
    [/no-such\.spec\.ts/, /nor-this\.js/],
  ],
  [
    'a base URL that is none',
    plain,
    { baseUrl: 'localhost:3000' },
    [/--base-url.*localhost:3000.*https?:\/\//],
  ],
  ['a base URL and an environment', plain, { ...at, env: 'local' }, [/--base-url.*--env/]],
  ['a base URL for suites', () => ['e2e'], at, [/--base-url/]],
  ['an engine for suites', () => ['contract'], { engine: 'k6' }, [/--engine/]],
  ['a stage for a plain file', plain, { ...at, stage: 'smoke' }, [/--stage/]],
  ['a tag for a plain file', plain, { ...at, tag: ['browser'] }, [/--tag/]],
  [
    'a scale that nothing follows',
    () => ['load/smoke'],
    { timeScale: '0.1' },
    [/nothing that is planned has one/],
  ],
  ['load beyond this machine', plain, { baseUrl: 'http://192.0.2.1:9' }, [/does not allow load/]],
  [
    'a host that only looks like this machine',
    plain,
    { baseUrl: 'http://127.0.0.1.example.test' },
    [/does not allow load/],
  ],
  [
    'chaos and load in production',
    () => ['chaos', 'load'],
    { env: 'prod' },
    [/prod does not allow chaos/, /prod does not allow load/],
  ],
])('%s is refused', async (_, names, options, reasons) => {
  const problems = (await problemsOf(names(), options)).join('\n');
  for (const reason of reasons) expect(problems).toMatch(reason);
});

test('a base URL with credentials is refused, and they are not repeated', async () => {
  const problems = await problemsOf(plain(), { baseUrl: 'http://me:hush@127.0.0.1:9' });
  expect(problems).toEqual([expect.stringMatching(/--base-url.*credentials/)]);
  expect(problems.join()).not.toContain('hush');
});

test('a part of the tests of a stage is not the whole of it, and where no part can be chosen it is refused', async () => {
  const asked = (options: Partial<RunOptions>) =>
    preparePlan([], { tag: [], env: 'local', stage: 'release', ...options });
  expect((await asked({})).whole).toBe(true);
  const problems = await problemsOf(['contract/auth', 'load/smoke'], { env: 'local', grep: 'login' });
  expect(problems).toEqual([expect.stringMatching(/--grep: load\/smoke: k6 has no tests.*Fix: name suites/)]);
  const { plan, policy, config } = await preparePlan(['contract/a*'], { tag: [], env: 'local', grep: 'x' });
  expect(plan.planned.map(({ options }) => options)).toEqual(
    plan.planned.map(() => expect.objectContaining({ narrowedTo: 'x' }) as unknown),
  );
  expect(policy).toEqual(config.otherwise);
});

test('what an environment lacks is unknown, or left out with the reason where the policy is content with that', async () => {
  const { plan } = await preparePlan(['chaos/api-postgres-latency', 'contract/auth'], {
    tag: [],
    env: 'local',
  });
  const [first, second] = plan.planned;
  if (first === undefined || second === undefined) throw new Error('two suites were asked for');
  const lacking = {
    ...first,
    missing: ['links' as const],
    unavailable: { what: 'not applicable here: no links' },
  };
  const there = { ...plan, planned: [lacking, second] };
  expect(withoutMissing(there, {}).planned).toHaveLength(2);
  expect(withoutMissing(there, { missing: 'not-applicable' })).toMatchObject({
    planned: [{ suite: { name: second.suite.name } }],
    skipped: expect.arrayContaining([
      { name: first.suite.name, reason: 'not applicable here: no links', notApplicable: true },
    ]) as unknown,
  });
});

test('scales that one of the suites follows are taken', async () => {
  const options = { tag: [], env: 'local', timeScale: '0.1' };
  expect((await preparePlan(['load/smoke', 'load/steady'], options)).plan.planned).toHaveLength(2);
});
