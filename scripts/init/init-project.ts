import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import pkg from '../../package.json' with { type: 'json' };
import { ConfigError } from '../../kernel/errors.ts';
import { PROJECT_FILE } from '../../kernel/project.ts';
import { projectWorkflowText } from '../ci/workflow-files.ts';
import type { InitAnswers, InitKind } from './answers.ts';
import { configText, environmentText, SMOKE } from './texts.ts';

const TEMPLATES = join(import.meta.dirname, 'templates');

/** What a run leaves, and values that nobody commits. */
const IGNORED = [
  'node_modules/',
  '.harness/',
  '/evidence/runs/',
  '/evidence/latest',
  '/reports/runs/',
  '/reports/latest',
  '/reports/ci/',
  '/test-results/',
  '.env.*',
  '!.env.*.example',
];

/**
 * Writes a project into a folder. No file that is there is changed, but package.json, which must be of modules, and .gitignore, which
 * gets what it lacks. Throws a ConfigError, with nothing written, where there is a project already.
 */
export function initProject(root: string, answers: InitAnswers): { written: string[]; kept: string[] } {
  if (existsSync(join(root, PROJECT_FILE)))
    throw new ConfigError(`${join(root, PROJECT_FILE)} is there already: this folder is a project`);
  const manifest = manifestIn(root);
  const suites = answers.kinds.flatMap((kind) => suiteFiles(kind));
  const names = suites.filter(({ file }) => file.endsWith('.suite.ts')).map(({ file }) => nameOf(file));
  // With faults the environment names the link instead.
  const fromVariable = answers.start === undefined && !answers.kinds.includes('chaos');
  const smoke = names.filter((name) => SMOKE.has(name));
  const files = [
    { file: 'waivers.json', text: '[]\n' },
    { file: 'fixtures/environments/local/local.environment.ts', text: environmentText(answers) },
    ...(fromVariable ? [{ file: '.env.local', text: `LOCAL_WEB_URL=${answers.url.origin}\n` }] : []),
    { file: '.env.local.example', text: exampleText(fromVariable) },
    ...suites,
    { file: '.github/workflows/release-harness.yml', text: projectWorkflowText() },
  ];
  const config = { file: PROJECT_FILE, text: configText(smoke, names) };
  mkdirSync(root, { recursive: true });
  const kept = files.filter(({ file }) => existsSync(join(root, file)));
  const fresh = files.filter((one) => !kept.includes(one));
  // First: begun again, one without a type would be refused for the scripts that we wrote.
  if (manifest !== undefined) write(join(root, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const { file, text } of fresh) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    write(join(root, file), text);
  }
  const ignored = ignoreIn(root);
  if (ignored !== undefined) write(join(root, '.gitignore'), ignored);
  // What makes it a project comes last: one that was cut off is begun again, and keeps what is there.
  write(join(root, config.file), config.text);
  return { written: [...fresh, config].map(({ file }) => file), kept: kept.map(({ file }) => file) };
}

/** Whole or not at all: it may be somebody's package.json. */
function write(file: string, text: string): void {
  const partial = `${file}.partial`;
  writeFileSync(partial, text);
  renameSync(partial, file);
}

/** package.json as it is to be: definitions are modules. Undefined where it is. */
function manifestIn(root: string): Record<string, unknown> | undefined {
  const file = join(root, 'package.json');
  if (!existsSync(file))
    return { private: true, type: 'module', devDependencies: { [pkg.name]: `^${pkg.version}` } };
  const manifest = objectIn(file);
  if (manifest['type'] === 'module') return undefined;
  // Without a type Node takes a folder's scripts for CommonJS: to call them modules would break them.
  const script = manifest['type'] === undefined ? scriptIn(root) : undefined;
  if (manifest['type'] === undefined && script === undefined) return { ...manifest, type: 'module' };
  const got =
    script === undefined ? `"type": ${JSON.stringify(manifest['type'])}` : `no "type", and ${script}`;
  throw new ConfigError({
    what: `${file}: got ${got}; definitions are modules, so "type": "module" is needed.`,
    fix: 'make a folder of its own for the project, such as quality/, and init there',
  });
}

function objectIn(file: string): Record<string, unknown> {
  const text = readFileSync(file, 'utf8');
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return { ...found };
  } catch {
    // Said below.
  }
  throw new ConfigError({ what: `${file}: got no JSON object.`, fix: 'correct it, then init again' });
}

/** One of the product's, which `type` would change. */
function scriptIn(root: string): string | undefined {
  const exclude = (name: string) => basename(name) === 'node_modules' || basename(name) === '.git';
  return globSync('**/*.{js,jsx,ts,tsx}', { cwd: root, exclude }).sort()[0];
}

function suiteFiles(kind: InitKind): readonly { readonly file: string; readonly text: string }[] {
  const folder = join(TEMPLATES, kind);
  return globSync('*.txt', { cwd: folder })
    .sort()
    .map((template) => {
      const name = basename(template, '.txt');
      const suite = kind === 'chaos' ? 'slow-network' : name.slice(0, name.indexOf('.'));
      return {
        file: `${kind}/suites/${suite}/${name}`,
        text: readFileSync(join(folder, template), 'utf8'),
      };
    });
}

/** `e2e/home` of `e2e/suites/home/home.suite.ts`. */
function nameOf(file: string): string {
  return `${file.split('/')[0]}/${basename(file, '.suite.ts')}`;
}

function exampleText(fromVariable: boolean): string {
  return [
    '# Copy to .env.local, which is never committed, and fill in. What is exported wins.',
    ...(fromVariable
      ? ['# urls.web', 'LOCAL_WEB_URL=']
      : ['# Nothing is needed yet: put here what references of the environment name.']),
    '',
  ].join('\n');
}

/** Undefined where it has all of it. */
function ignoreIn(root: string): string | undefined {
  const file = join(root, '.gitignore');
  const there = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = there.split('\n').map((line) => line.trim());
  const lacking = IGNORED.filter((line) => !lines.includes(line));
  if (lacking.length === 0) return undefined;
  return `${there === '' || there.endsWith('\n') ? there : `${there}\n`}${lacking.join('\n')}\n`;
}
