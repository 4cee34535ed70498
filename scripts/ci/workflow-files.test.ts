import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import { expect, it, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { ROOT } from '../root.ts';
import { ACTIONS } from './actions.ts';
import { JOBS } from './jobs.ts';
import { projectWorkflowText, staleWorkflows, workflowFiles } from './workflow-files.ts';
import { WORKFLOWS } from './workflows.ts';
import { problemsOfWorkflow } from './testing/workflow-law.ts';

const files = workflowFiles(ROOT);
const textOf = (name: string) => files.get(`.github/workflows/${name}.yml`) ?? '';
const workflows = [
  ...WORKFLOWS.map(({ name }) => [name, textOf(name)] as const),
  ['of init', projectWorkflowText()] as const,
];

it('the files of CI are what their source says: npm run workflows writes them', () => {
  expect(staleWorkflows(ROOT).map(([file]) => file)).toEqual([]);
});

const SCHEMAS = join(
  dirname(createRequire(import.meta.url).resolve('schemastore/package.json')),
  'schemas/json',
);
function whyInvalid(schema: string, text: string): string | undefined {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: false });
  formats.default.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(SCHEMAS, schema), 'utf8')) as object);
  return validate(parse(text)) ? undefined : ajv.errorsText(validate.errors);
}

test('GitHub and GitLab would read them', () => {
  for (const [name, text] of workflows)
    expect(whyInvalid('github-workflow.json', text), name).toBeUndefined();
  expect(
    whyInvalid('github-action.json', files.get('.github/actions/setup/action.yml') ?? ''),
  ).toBeUndefined();
  const gitlab = 'gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json';
  expect(whyInvalid(gitlab, files.get('docs/gitlab-ci.yml') ?? '')).toBeUndefined();
  expect(whyInvalid('github-workflow.json', textOf('pr').replace('runs-on', 'runs-at'))).toBeDefined();
  expect(
    whyInvalid(gitlab, (files.get('docs/gitlab-ci.yml') ?? '').replace('script:', 'scripts:')),
  ).toBeDefined();
});

test.each(workflows)(
  '%s: no job can be green that did not pass, and none may do more than it must',
  (_, text) => {
    expect(problemsOfWorkflow(text)).toEqual([]);
  },
);

/** Each weakens a workflow in one place. */
const MUTATIONS: readonly (readonly [
  what: string,
  workflow: string,
  change: (text: string) => string,
  said: string,
])[] = [
  ['a need is gone', 'pr', (text) => text.replace('      - test\n', ''), 'does not wait for all jobs'],
  [
    'the required job may be skipped',
    'pr',
    (text) => text.replace('\n    if: always()\n', '\n'),
    'skipped where a job fails',
  ],
  [
    'the required job is gone',
    'pr',
    (text) => text.slice(0, text.indexOf('  required:')),
    'no job is required',
  ],
  ['the required job hears nothing', 'pr', (text) => text.replace('toJSON(needs)', "'{}'"), 'is not told'],
  [
    'a job may fail',
    'main',
    (text) =>
      text.replace('    timeout-minutes: 60\n', '    timeout-minutes: 60\n    continue-on-error: true\n'),
    'continue-on-error',
  ],
  [
    'a step may fail',
    'nightly',
    (text) =>
      text.replace('        run: ./harness', '        continue-on-error: true\n        run: ./harness'),
    'continue-on-error',
  ],
  [
    'a job runs under a condition',
    'pr',
    (text) => text.replace("    name: 'test: npm test'\n", "    name: test\n    if: github.actor != 'x'\n"),
    'jobs.test.if',
  ],
  [
    'evidence is lost where a run fails',
    'soak',
    (text) => text.replace('        if: always()\n', ''),
    'is lost where the job fails',
  ],
  [
    'evidence is not kept',
    'soak',
    (text) => text.replace('soak-evidence', 'soak-some'),
    'does not keep evidence',
  ],
  [
    'a tag in place of a commit',
    'pr',
    (text) => text.replace(/checkout@\w+ # v5.0.0/, 'checkout@v5'),
    'actions/checkout@v5 can be moved',
  ],
  [
    'a shortened commit',
    'main',
    (text) => text.replace(/setup-node@(\w{7})\w+/, 'setup-node@$1'),
    'can be moved',
  ],
  [
    'a token that may write',
    'pr',
    (text) => text.replaceAll('contents: read', 'contents: write'),
    'permissions',
  ],
  [
    'findings where there are none',
    'pr',
    (text) => text.replace('      contents: read\n', '      contents: read\n      security-events: write\n'),
    'may write findings',
  ],
  [
    'a token that stays',
    'pr',
    (text) => text.replace('persist-credentials: false', 'persist-credentials: true'),
    'leaves its token',
  ],
  [
    'nobody allows production',
    'release',
    (text) => text.replace('    environment: prod\n', ''),
    'is not allowed by its environment',
  ],
  [
    'logic',
    'pr',
    (text) => text.replace('./harness ci test', './harness ci test || true'),
    'logic: ./harness ci test || true',
  ],
  [
    'another job than it is called',
    'pr',
    (text) => text.replace('./harness ci pr', './harness ci smoke'),
    'does not run what it is called',
  ],
  [
    'a stranger’s code with our secrets',
    'pr',
    (text) => text.replace('pull_request:', 'pull_request_target:'),
    'pull_request_target',
  ],
  ['no concurrency', 'pr', (text) => text.replace(/^concurrency:\n.*\n.*\n/m, ''), 'concurrency'],
  ['all branches together', 'pr', (text) => text.replace('pr-${{ github.ref }}', 'pr'), 'not by branch'],
];

test.each(MUTATIONS)('noticed: %s', (_, name, change, said) => {
  const changed = change(textOf(name));
  expect(changed).not.toBe(textOf(name));
  expect(problemsOfWorkflow(changed).join('\n')).toContain(said);
});

it('each action has its version beside its commit, and each job is in a workflow or a project’s', () => {
  const all = [...files.values()].join('\n');
  for (const [name, commit, version] of Object.values(ACTIONS))
    expect(all).toContain(`uses: ${name}@${commit} # ${version}\n`);
  expect(all.match(/@[0-9a-f]{40}$/gm)).toBeNull();
  const planned = new Set<string>(WORKFLOWS.flatMap(({ jobs }) => jobs.map(({ name }) => name)));
  expect(Object.keys(JOBS).filter((name) => !planned.has(name))).toEqual(['smoke']);
});

it('what GitLab may skip without a word is nothing: no job may fail, and production waits for a hand', () => {
  const pipeline = parseDocument(files.get('docs/gitlab-ci.yml') ?? '').toJS() as Record<
    string,
    { rules?: { when?: string; allow_failure?: boolean }[] }
  >;
  const rules = Object.entries(pipeline).flatMap(([name, { rules: each = [] }]) =>
    each.map((rule) => ({ name, ...rule })),
  );
  expect(rules.length).toBeGreaterThan(5);
  expect(rules.filter(({ when }) => when !== undefined)).toMatchObject([
    { name: 'release:verify', when: 'manual', allow_failure: false },
  ]);
  expect(files.get('docs/gitlab-ci.yml')).not.toContain('allow_failure: true');
});

it('docs/ci.md tells each workflow with its jobs', () => {
  const rows = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const told = rows.map((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(told).toEqual(WORKFLOWS.map(({ name, jobs }) => [name, ...jobs.map((job) => job.name)]));
});
